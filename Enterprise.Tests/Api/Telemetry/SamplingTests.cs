using System.Diagnostics;
using Enterprise.Tests.Support;
using Enterprise.Tests.Support.Otlp;

namespace Enterprise.Tests.Api.Telemetry;

/// <summary>
/// Which requests are traced: by a share of them, unless whoever called has decided. In a process of its own, because a span is one
/// wherever anybody in the process wants it.
/// </summary>
[Parallelizable(ParallelScope.All)]
internal sealed class SamplingTests
{
    private const int Requests = 40;

    [TestCase("0", "", "", 0)]
    [TestCase("1", "", "", Requests)]
    [TestCase("", "", "", Requests)]
    [TestCase("", "always_off", "", 0)]
    [TestCase("", "parentbased_traceidratio", "0", 0)]
    [TestCase("1", "always_off", "", Requests)]
    [TestCase("0", "parentbased_traceidratio", "1", 0)]
    public async Task Of_requests_that_nobody_decided_about_a_share_is_traced(
        string ratio,
        string sampler,
        string argument,
        int expected
    )
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var program = await StartAsync(collector, ratio, sampler, argument);
        for (var i = 0; i < Requests; i++)
            await program.Client.SendAsync(HttpMethod.Get, "/v1/me");
        // What waits is sent before it ends.
        await program.StopAsync();

        Assert.That(collector.Spans.Count(IsServer), Is.EqualTo(expected));
    }

    [Test]
    public async Task Who_called_decides_for_their_trace()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var program = await StartAsync(collector, "0");
        var (wanted, unwanted) = (Traced.New(), Traced.New(isSampled: false));
        var refused = await unwanted.SendAsync(program.Client, HttpMethod.Get, "/v1/me");
        await wanted.SendAsync(program.Client, HttpMethod.Get, "/v1/me");
        await program.StopAsync();

        Assert.That(collector.Spans.Where(IsServer).Select(span => span.TraceId), Is.EqualTo([wanted.TraceId]));
        Assert.That(
            refused.Json.GetProperty("trace_id").GetString(),
            Is.EqualTo(unwanted.TraceId),
            "It belongs to the trace all the same."
        );
    }

    /// <summary>Nothing here calls out but the exporters; what is added one day is traced without further ado.</summary>
    [Test]
    public async Task A_call_of_another_service_carries_the_trace_on()
    {
        await using var other = await OtlpCollector.StartAsync();
        await using var program = await CollectedHost.StartAsync("http/protobuf");
        using var source = new ActivitySource("Enterprise.Api");
        using var client = new HttpClient();
        var traced = Traced.New();

        using (
            var span = source.StartActivity("caller", ActivityKind.Server, ActivityContext.Parse(traced.Header, null))
        )
        {
            Assert.That(span, Is.Not.Null, "The program listens.");
            await client.PostAsync(other.Http, null);
        }

        Assert.That(other.Parents.Single(), Does.StartWith($"00-{traced.TraceId}-").And.EndsWith("-01"));
    }

    private static bool IsServer(OtlpSpan span) =>
        span.Kind == OtlpSpan.Server && span.Attributes.GetValueOrDefault("http.route") == "/v1/me";

    private static Task<OtherProgram> StartAsync(
        OtlpCollector collector,
        string ratio,
        string sampler = "",
        string argument = ""
    ) =>
        OtherProgram.StartAsync(
            ("APP_TELEMETRY__ENDPOINT", collector.Http.ToString()),
            ("APP_TELEMETRY__SAMPLE_RATIO", ratio),
            ("OTEL_TRACES_SAMPLER", sampler),
            ("OTEL_TRACES_SAMPLER_ARG", argument)
        );
}
