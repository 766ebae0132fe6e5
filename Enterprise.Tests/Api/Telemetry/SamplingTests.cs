using System.Diagnostics;
using Enterprise.Api.Telemetry.Otlp;
using Enterprise.Tests.Support;
using Enterprise.Tests.Support.Otlp;
using Microsoft.Extensions.Configuration;
using OpenTelemetry.Trace;

namespace Enterprise.Tests.Api.Telemetry;

/// <summary>
/// Which requests are traced: by a share of them, unless whoever called has decided. In a process of its own, because a span is one
/// wherever anybody in the process wants it.
/// </summary>
[Parallelizable(ParallelScope.All)]
internal sealed class SamplingTests
{
    private const int Requests = 40;

    [TestCase(null, "", "", true)]
    [TestCase(0.0, "", "", false)]
    [TestCase(1.0, "", "", true)]
    [TestCase(null, "always_off", "", false)]
    [TestCase(null, "parentbased_traceidratio", "0", false)]
    [TestCase(null, "parentbased_traceidratio", "1", true)]
    [TestCase(1.0, "always_off", "", true)]
    [TestCase(0.0, "parentbased_traceidratio", "1", false)]
    public void Of_requests_that_nobody_decided_about_a_share_is_traced(
        double? ratio,
        string sampler,
        string argument,
        bool expected
    )
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("OTEL_TRACES_SAMPLER", sampler), new("OTEL_TRACES_SAMPLER_ARG", argument)])
            .Build();
        var decision = OtlpSampler
            .Of(ratio, new OtlpVariables(configuration))
            .ShouldSample(new SamplingParameters(default, ActivityTraceId.CreateRandom(), "any", ActivityKind.Server));

        Assert.That(decision.Decision == SamplingDecision.RecordAndSample, Is.EqualTo(expected));
    }

    [Test]
    public async Task Who_called_decides_for_their_trace()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var program = await OtherProgram.StartAsync(
            ("APP_TELEMETRY__ENDPOINT", collector.Http.ToString()),
            ("APP_TELEMETRY__SAMPLE_RATIO", "0")
        );
        var (wanted, unwanted) = (Traced.New(), Traced.New(isSampled: false));
        for (var i = 0; i < Requests; i++)
            await program.Client.SendAsync(HttpMethod.Get, "/v1/me");
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
}
