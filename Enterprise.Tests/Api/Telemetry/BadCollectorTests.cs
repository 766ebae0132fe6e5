using System.Diagnostics.Metrics;
using Enterprise.Api.Telemetry;
using Enterprise.Tests.Support;
using Enterprise.Tests.Support.Otlp;
using Microsoft.Extensions.DependencyInjection;

namespace Enterprise.Tests.Api.Telemetry;

/// <summary>A collector that is slow, gone or mad is not the clients' affair (requirements.md I6).</summary>
[Parallelizable(ParallelScope.All)]
internal sealed class BadCollectorTests
{
    private const int Requests = 400;

    [Test]
    public async Task Requests_do_not_notice(
        [Values] Badness badness,
        [Values("grpc", "http/protobuf")] string protocol
    )
    {
        await using var collector = new BadCollector(badness);
        await using var host = NewHost(collector, protocol);
        using var client = host.CreateClient();
        using var numbers = new TelemetryNumbers(host);

        // More than what waits fits in the queue of 64.
        var answers = await Task.WhenAll(
            Enumerable.Range(0, Requests).Select(_ => client.SendAsync(HttpMethod.Get, "/v1/me"))
        );
        // Of traces, whichever signal was sent first.
        var lost = await Eventually.Async(
            () => Task.FromResult(numbers[TelemetryMetrics.Drops, "export_failed"]),
            count => count > 0
        );

        Assert.That(answers.Select(answer => answer.Status), Has.All.EqualTo(401));
        Assert.That(numbers[TelemetryMetrics.Exports, "failed"], Is.Positive, "That sending fails is counted.");
        Assert.That(lost, Is.Positive, "And what was in it.");
        Assert.That(numbers[TelemetryMetrics.Drops, "traces"], Is.Positive, "What finds the queue full is counted.");
        var said = await Eventually.Async(
            () =>
                Task.FromResult(
                    host.Logs.Lines.Count(line => line.Contains("does not take traces", StringComparison.Ordinal))
                ),
            times => times > 0
        );
        Assert.That(said, Is.EqualTo(1), "And said once.");
        if (badness != Badness.Refuses)
            Assert.That(collector.Connections, Is.Positive);
    }

    [TestCase(Badness.Hangs)]
    [TestCase(Badness.Drips)]
    public async Task A_stop_does_not_wait_for_it(Badness badness)
    {
        await using var collector = new BadCollector(badness);
        var host = NewHost(collector, "http/protobuf", ("OTEL_EXPORTER_OTLP_TIMEOUT", "3600000"));
        using (var client = host.CreateClient())
            await client.SendAsync(HttpMethod.Get, "/v1/me");

        // The export would wait for an hour.
        await host.DisposeAsync().AsTask().WaitAsync(Wait.Bound);

        Assert.That(host.Logs.Lines, Has.Some.Contains("is lost: the collector did not take it"));
    }

    [Test]
    public async Task What_could_not_start_does_not_wait_for_it_either()
    {
        await using var collector = new BadCollector(Badness.Hangs);
        var host = NewHost(collector, "http/protobuf", ("OTEL_EXPORTER_OTLP_TIMEOUT", "3600000"));
        using (var client = host.CreateClient())
            await client.SendAsync(HttpMethod.Get, "/v1/me");
        var (sdk, lines) = (
            host.Services.GetRequiredService<TelemetrySdk>(),
            host.Services.GetRequiredService<LogExport>()
        );

        // As where the port is taken: nobody is asked to stop, everything is disposed.
        await Task.Run(lines.Dispose).WaitAsync(Wait.Bound);
        await Task.Run(sdk.Dispose).WaitAsync(Wait.Bound);

        Assert.That(collector.Connections, Is.Positive);
        await host.DisposeAsync().AsTask().WaitAsync(Wait.Bound);
    }

    [Test]
    public async Task What_waits_at_the_stop_is_sent()
    {
        await using var collector = await OtlpCollector.StartAsync();
        var traced = Traced.New();
        await using (
            var host = new ApiHost(
                Swagger.DocumentFixture.NoDatabase,
                ("Telemetry:Endpoint", collector.Http.ToString()),
                ("OTEL_BSP_SCHEDULE_DELAY", "3600000"),
                ("OTEL_METRIC_EXPORT_INTERVAL", "3600000")
            )
        )
        {
            using var client = host.CreateClient();
            await traced.SendAsync(client, HttpMethod.Get, "/v1/me");
        }

        Assert.That(collector.Spans.Where(span => span.TraceId == traced.TraceId).ToArray(), Is.Not.Empty);
        Assert.That(
            collector.Points.Select(point => point.Metric).ToArray(),
            Has.Some.EqualTo("http.server.request.duration")
        );
    }

    private static ApiHost NewHost(
        BadCollector collector,
        string protocol,
        params (string Key, string Value)[] settings
    ) =>
        new(
            Swagger.DocumentFixture.NoDatabase,
            [
                ("Telemetry:Endpoint", collector.Address.ToString()),
                ("Telemetry:Protocol", protocol),
                ("Telemetry:Logs", "true"),
                ("OTEL_BSP_MAX_QUEUE_SIZE", "64"),
                ("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "32"),
                ("OTEL_BSP_SCHEDULE_DELAY", "100"),
                ("OTEL_EXPORTER_OTLP_TIMEOUT", "2000"),
                ("OTEL_METRIC_EXPORT_INTERVAL", "300"),
                .. settings,
            ]
        );

    /// <summary>What the host's own telemetry counts, by the value of a tag.</summary>
    private sealed class TelemetryNumbers : IDisposable
    {
        private readonly Dictionary<(string, string), long> counts = [];
        private readonly MeterListener listener;

        public TelemetryNumbers(ApiHost host)
        {
            var meters = host.Services.GetRequiredService<IMeterFactory>();
            listener = new MeterListener
            {
                InstrumentPublished = (instrument, listening) =>
                {
                    if (
                        ReferenceEquals(instrument.Meter.Scope, meters)
                        && instrument.Name is TelemetryMetrics.Drops or TelemetryMetrics.Exports
                    )
                        listening.EnableMeasurementEvents(instrument);
                },
            };
            listener.SetMeasurementEventCallback<long>(Count);
            listener.Start();
        }

        public long this[string instrument, string tag]
        {
            get
            {
                lock (counts)
                    return counts.GetValueOrDefault((instrument, tag));
            }
        }

        public void Dispose() => listener.Dispose();

        private void Count(
            Instrument instrument,
            long value,
            ReadOnlySpan<KeyValuePair<string, object?>> tags,
            object? state
        )
        {
            lock (counts)
                foreach (var tag in tags)
                {
                    var key = (instrument.Name, tag.Value as string ?? "");
                    counts[key] = counts.GetValueOrDefault(key) + value;
                }
        }
    }
}
