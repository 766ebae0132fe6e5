using Enterprise.Api.Telemetry;
using Enterprise.Api.Telemetry.Otlp;
using Enterprise.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace Enterprise.Tests.Api.Telemetry;

/// <summary>Settings of telemetry that nothing can be made of: they are told with all others, by name and without a value.</summary>
[Parallelizable(ParallelScope.All)]
internal sealed class OtlpFaultsTests
{
    [TestCase("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317")]
    [TestCase("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "not a url")]
    [TestCase("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json")]
    [TestCase("OTEL_EXPORTER_OTLP_LOGS_COMPRESSION", "zstd")]
    [TestCase("OTEL_EXPORTER_OTLP_HEADERS", "canary")]
    [TestCase("OTEL_EXPORTER_OTLP_HEADERS", "a=1,canary")]
    [TestCase("OTEL_EXPORTER_OTLP_HEADERS", "=canary")]
    [TestCase("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "a=canary%")]
    [TestCase("OTEL_EXPORTER_OTLP_METRICS_HEADERS", "two words=canary")]
    [TestCase("OTEL_EXPORTER_OTLP_METRICS_HEADERS", "content-type=canary")]
    [TestCase("OTEL_EXPORTER_OTLP_LOGS_HEADERS", "a=canary%0D%0Ab: c")]
    [TestCase("OTEL_EXPORTER_OTLP_LOGS_HEADERS", "authorization=")]
    [TestCase("OTEL_EXPORTER_OTLP_TIMEOUT", "ten seconds")]
    [TestCase("OTEL_EXPORTER_OTLP_LOGS_TIMEOUT", "-7")]
    [TestCase("OTEL_BSP_MAX_QUEUE_SIZE", "2000000007")]
    [TestCase("OTEL_BSP_MAX_QUEUE_SIZE", "0")]
    [TestCase("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "2049")]
    [TestCase("OTEL_BSP_SCHEDULE_DELAY", "5s")]
    [TestCase("OTEL_BSP_EXPORT_TIMEOUT", "99999999999")]
    [TestCase("OTEL_BLRP_MAX_QUEUE_SIZE", "1e6")]
    [TestCase("OTEL_BLRP_MAX_EXPORT_BATCH_SIZE", "many")]
    [TestCase("OTEL_METRIC_EXPORT_INTERVAL", "3600007")]
    [TestCase("OTEL_METRIC_EXPORT_TIMEOUT", "0.5")]
    [TestCase("OTEL_TRACES_EXPORTER", "otlp,console")]
    [TestCase("OTEL_METRICS_EXPORTER", "prometheus")]
    [TestCase("OTEL_LOGS_EXPORTER", "console")]
    [TestCase("OTEL_TRACES_SAMPLER", "jaeger_remote")]
    [TestCase("OTEL_TRACES_SAMPLER_ARG", "2")]
    [TestCase("OTEL_TRACES_SAMPLER_ARG", "NaN")]
    [TestCase("OTEL_SDK_DISABLED", "yes")]
    [TestCase("OTEL_RESOURCE_ATTRIBUTES", "canary")]
    [TestCase("OTEL_RESOURCE_ATTRIBUTES", "a=canary%zz")]
    public void A_variable_that_cannot_be_followed_stops_the_start(string name, string value) =>
        Assert.That(Faults((name, value)).Single(), Does.StartWith(name + " ").And.Not.Contain("canary"));

    [Test]
    public void Every_variable_can_be_set_and_an_empty_one_is_not_set()
    {
        (string Name, string Value)[] good =
        [
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318"),
            ("OTEL_EXPORTER_OTLP_HEADERS", " authorization=Bearer%20a%2Cb==, x-tenant = 7 ,"),
            ("OTEL_EXPORTER_OTLP_LOGS_TIMEOUT", "3600000"),
            ("OTEL_BSP_MAX_QUEUE_SIZE", "1000000"),
            ("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "1000000"),
            ("OTEL_METRICS_EXPORTER", "OTLP"),
            ("OTEL_TRACES_SAMPLER", "ParentBased_TraceIdRatio"),
            ("OTEL_TRACES_SAMPLER_ARG", "0.25"),
            ("OTEL_SDK_DISABLED", "FALSE"),
            ("OTEL_RESOURCE_ATTRIBUTES", "team=a%2Cb,empty=,place=M%C3%BCnchen"),
        ];

        Assert.That(Faults(good), Is.Empty);
        Assert.That(Faults([.. good.Select(one => (one.Name, " "))]), Is.Empty);
    }

    [Test]
    public void A_batch_is_never_larger_than_the_queue_that_it_comes_from()
    {
        (string, string)[] small = [("OTEL_BSP_MAX_QUEUE_SIZE", "256"), ("OTEL_BLRP_MAX_QUEUE_SIZE", "1")];
        var variables = new OtlpVariables(Configuration(small));

        Assert.That(Faults(small), Is.Empty);
        Assert.That(OtlpBatch.Of(OtlpBatch.OfSpans, variables), Is.EqualTo(new OtlpBatch(256, 5000, 30_000, 256)));
        Assert.That(OtlpBatch.Of(OtlpBatch.OfLogs, variables), Is.EqualTo(new OtlpBatch(1, 1000, 30_000, 1)));
        Assert.That(
            Faults([.. small, ("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "257")]),
            Is.EqualTo(["OTEL_BSP_MAX_EXPORT_BATCH_SIZE must not be more than OTEL_BSP_MAX_QUEUE_SIZE"])
        );
    }

    [TestCase("canary")]
    [TestCase("a=canary%zz")]
    [TestCase("a=\u00e4canary")]
    public void Headers_of_our_own_are_checked_the_same(string headers)
    {
        var result = new TelemetryOptionsValidator().Validate(null, new TelemetryOptions { Headers = headers });

        Assert.That(result.Failures, Has.Exactly(1).StartsWith("APP_TELEMETRY__HEADERS ").And.None.Contains("canary"));
    }

    [TestCase("true")]
    [TestCase("canary-true")]
    public async Task The_report_lists_all_of_them_whatever_else_is_wrong(string logs)
    {
        Dictionary<string, string> settings = new()
        {
            ["APP_TELEMETRY__ENDPOINT"] = "http://127.0.0.1:1",
            ["APP_TELEMETRY__HEADERS"] = "canary-headers",
            ["APP_TELEMETRY__LOGS"] = logs,
            ["APP_TELEMETRY__SAMPLE_RATIO"] = "7",
            ["OTEL_EXPORTER_OTLP_LOGS_HEADERS"] = "canary-headers",
            ["OTEL_BSP_MAX_QUEUE_SIZE"] = "canary-size",
            ["OTEL_TRACES_SAMPLER"] = "canary-sampler",
            ["OTEL_RESOURCE_ATTRIBUTES"] = "canary-attribute",
        };

        var (exitCode, output, errors) = await ProgramProcess.RunAsync(ProgramProcess.Api, [], settings);

        // What cannot be read at all hides what is wrong with its neighbours.
        string[] told =
            logs == "true" ? ["APP_TELEMETRY__HEADERS", "APP_TELEMETRY__SAMPLE_RATIO"] : ["APP_TELEMETRY__LOGS"];
        Assert.Multiple(() =>
        {
            Assert.That(exitCode, Is.EqualTo(78), errors);
            foreach (
                var name in told.Concat(settings.Keys.Where(name => name.StartsWith("OTEL_", StringComparison.Ordinal)))
                    .Append("APP_DB__URL")
            )
                Assert.That(errors, Does.Contain($"- {name} "));
            Assert.That(output + errors, Does.Not.Contain("canary"));
        });
    }

    private static string[] Faults(params (string Name, string Value)[] variables) =>
        new OtlpVariablesCheck(Configuration(variables)).Faults().ToArray();

    private static IConfiguration Configuration((string Name, string Value)[] variables) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(variables.Select(pair => KeyValuePair.Create(pair.Name, (string?)pair.Value)))
            .Build();
}
