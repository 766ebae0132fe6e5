namespace Enterprise.Tests.Support.Otlp;

/// <summary>The program on a database of its own, sending to a collector of its own without waiting for long.</summary>
internal sealed class CollectedHost : IAsyncDisposable
{
    private CollectedHost(OtlpCollector collector, TestDatabase database, ApiHost host)
    {
        (Collector, Database, Host) = (collector, database, host);
        Client = host.CreateClient();
    }

    public OtlpCollector Collector { get; }

    public TestDatabase Database { get; }

    public ApiHost Host { get; }

    public HttpClient Client { get; }

    public static async Task<CollectedHost> StartAsync(string protocol, params (string Key, string Value)[] settings)
    {
        var collector = await OtlpCollector.StartAsync();
        var database = await TestDatabase.CreateAsync();
        (string, string)[] own =
        [
            ("Telemetry:Endpoint", (protocol == "grpc" ? collector.Grpc : collector.Http).ToString()),
            ("Telemetry:Protocol", protocol),
            ("Telemetry:Logs", "true"),
            ("OTEL_BSP_SCHEDULE_DELAY", "100"),
            ("OTEL_BLRP_SCHEDULE_DELAY", "100"),
            ("OTEL_METRIC_EXPORT_INTERVAL", "300"),
        ];
        return new CollectedHost(collector, database, new ApiHost(database.ConnectionString, [.. own, .. settings]));
    }

    /// <summary>The spans of one trace, once there is one that is of the kind looked for.</summary>
    public Task<IReadOnlyList<OtlpSpan>> TraceAsync(string traceId, Func<OtlpSpan, bool> isThere) =>
        Eventually.Async<IReadOnlyList<OtlpSpan>>(
            () => Task.FromResult<IReadOnlyList<OtlpSpan>>([.. Collector.Spans.Where(span => span.TraceId == traceId)]),
            spans => spans.Any(isThere)
        );

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Host.DisposeAsync();
        await Database.DisposeAsync();
        await Collector.DisposeAsync();
    }
}

/// <summary>A trace that a client says its request belongs to (W3C Trace Context, "traceparent").</summary>
internal sealed record Traced(string TraceId, string ParentId, bool IsSampled)
{
    public string Header => $"00-{TraceId}-{ParentId}-{(IsSampled ? "01" : "00")}";

    public static Traced New(bool isSampled = true) =>
        new(
            System.Diagnostics.ActivityTraceId.CreateRandom().ToHexString(),
            System.Diagnostics.ActivitySpanId.CreateRandom().ToHexString(),
            isSampled
        );

    /// <summary>Sends as a service would that traces.</summary>
    public async Task<Answer> SendAsync(
        HttpClient client,
        HttpMethod method,
        string path,
        object? body = null,
        string? token = null
    )
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add("traceparent", Header);
        if (body is not null)
            request.Content = JsonContent.Of(body);
        if (token is not null)
            request.Headers.Authorization = new("Bearer", token);
        using var response = await client.SendAsync(request);
        return new Answer(
            (int)response.StatusCode,
            await response.Content.ReadAsStringAsync(),
            response.Headers,
            response.Content.Headers
        );
    }
}
