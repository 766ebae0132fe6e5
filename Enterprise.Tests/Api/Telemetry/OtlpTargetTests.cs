using Enterprise.Api.Telemetry;
using Enterprise.Api.Telemetry.Otlp;
using Microsoft.Extensions.Configuration;
using OpenTelemetry.Exporter;

namespace Enterprise.Tests.Api.Telemetry;

/// <summary>Where signals go, by our settings and the variables of the OpenTelemetry specification.</summary>
[Parallelizable(ParallelScope.All)]
internal sealed class OtlpTargetTests
{
    private static readonly TelemetrySignal[] Signals = Enum.GetValues<TelemetrySignal>();

    [Test]
    public void Without_any_setting_nothing_is_sent() =>
        Assert.That(Signals.Select(signal => Of(signal, new TelemetryOptions())), Has.All.Null);

    [Test]
    public void Traces_and_metrics_are_sent_where_there_is_a_collector_and_logs_where_they_are_wanted()
    {
        var options = new TelemetryOptions { Endpoint = "http://collector:4317" };
        Assert.That(Wanted(options), Is.EqualTo([TelemetrySignal.Traces, TelemetrySignal.Metrics]));

        options.Logs = true;
        Assert.That(Wanted(options), Is.EqualTo(Signals));

        (options.Traces, options.Metrics) = (false, false);
        Assert.That(Wanted(options), Is.EqualTo([TelemetrySignal.Logs]));
    }

    [TestCase("http://collector:4317", "grpc", "http://collector:4317/")]
    [TestCase("http://collector:4318", "http/protobuf", "http://collector:4318/v1/traces")]
    [TestCase("https://example.com/otlp/", "http/protobuf", "https://example.com/otlp/v1/traces")]
    public void The_port_says_which_protocol(string endpoint, string protocol, string url)
    {
        var target = Of(TelemetrySignal.Traces, new TelemetryOptions { Endpoint = endpoint })!;

        Assert.That((target.Protocol, target.Endpoint.AbsoluteUri), Is.EqualTo((protocol, url)));
        Assert.That(
            Of(TelemetrySignal.Traces, new(), ("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint)),
            Is.EqualTo(target),
            "The variable of the specification means the same."
        );
    }

    [Test]
    public void What_is_said_of_one_signal_is_stronger_and_its_address_is_the_whole_of_it()
    {
        (string, string)[] variables =
        [
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://all:4318"),
            ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://one:4318/take/this"),
            ("OTEL_EXPORTER_OTLP_HEADERS", "a=1"),
            ("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "b=2"),
            ("OTEL_EXPORTER_OTLP_TIMEOUT", "3000"),
            ("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "4000"),
            ("OTEL_EXPORTER_OTLP_COMPRESSION", "gzip"),
        ];

        Assert.That(
            Of(TelemetrySignal.Traces, new(), variables),
            Is.EqualTo(
                new OtlpTarget(
                    new Uri("http://one:4318/take/this"),
                    "http/protobuf",
                    "b=2",
                    TimeSpan.FromSeconds(4),
                    true
                )
            )
        );
        Assert.That(
            Of(TelemetrySignal.Metrics, new(), variables),
            Is.EqualTo(
                new OtlpTarget(
                    new Uri("http://all:4318/v1/metrics"),
                    "http/protobuf",
                    "a=1",
                    TimeSpan.FromSeconds(3),
                    true
                )
            )
        );
    }

    [Test]
    public void Our_own_settings_are_stronger_than_the_variables()
    {
        var options = new TelemetryOptions
        {
            Endpoint = "http://ours:4318",
            Protocol = "grpc",
            Headers = "ours=1",
        };

        var target = Of(
            TelemetrySignal.Traces,
            options,
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://theirs:4318"),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_EXPORTER_OTLP_HEADERS", "theirs=1")
        )!;

        Assert.That(
            (target.Endpoint.AbsoluteUri, target.Protocol, target.Headers),
            Is.EqualTo(("http://ours:4318/", "grpc", "ours=1"))
        );
    }

    [Test]
    public void The_variables_switch_signals_off_and_logs_on()
    {
        var options = new TelemetryOptions { Endpoint = "http://collector:4317" };

        Assert.Multiple(() =>
        {
            Assert.That(Of(TelemetrySignal.Traces, options, ("OTEL_TRACES_EXPORTER", "none")), Is.Null);
            Assert.That(Of(TelemetrySignal.Metrics, options, ("OTEL_METRICS_EXPORTER", "none")), Is.Null);
            Assert.That(Of(TelemetrySignal.Logs, options, ("OTEL_LOGS_EXPORTER", "otlp")), Is.Not.Null);
            Assert.That(Of(TelemetrySignal.Traces, options, ("OTEL_SDK_DISABLED", "true")), Is.Null);
            Assert.That(
                Of(TelemetrySignal.Traces, options, ("OTEL_TRACES_EXPORTER", "")),
                Is.Not.Null,
                "Empty is unset."
            );
        });
    }

    [Test]
    public void Our_own_switches_are_stronger_where_they_are_set()
    {
        var on = new TelemetryOptions
        {
            Endpoint = "http://collector:4317",
            Traces = true,
            Metrics = true,
            Logs = true,
        };
        var off = new TelemetryOptions
        {
            Endpoint = "http://collector:4317",
            Traces = false,
            Metrics = false,
            Logs = false,
        };

        Assert.Multiple(() =>
        {
            foreach (var signal in Signals)
            {
                var name = OtlpVariables.ExporterName(signal);
                Assert.That(Of(signal, on, (name, "none")), Is.Not.Null, name);
                Assert.That(Of(signal, off, (name, "otlp")), Is.Null, name);
                Assert.That(Of(signal, on, ("OTEL_SDK_DISABLED", "TRUE")), Is.Null, "This switches all of it off.");
            }
        });
    }

    [Test]
    public void A_target_names_no_secret()
    {
        var target = Of(
            TelemetrySignal.Traces,
            new TelemetryOptions
            {
                Endpoint = "http://user:secret@collector:4318/path",
                Headers = "authorization=secret",
            }
        )!;

        Assert.That(target.ToString(), Does.Not.Contain("secret"));
        Assert.That(target.ToOptions(() => new HttpClient()).Headers, Is.Empty, "The client carries them.");
        Assert.That(target.ToOptions(() => new HttpClient()).Protocol, Is.EqualTo(OtlpExportProtocol.HttpProtobuf));
    }

    private static IEnumerable<TelemetrySignal> Wanted(TelemetryOptions options) =>
        Signals.Where(signal => Of(signal, options) is not null);

    private static OtlpTarget? Of(
        TelemetrySignal signal,
        TelemetryOptions options,
        params (string Name, string Value)[] variables
    ) => OtlpTarget.Of(signal, options, new OtlpVariables(Configuration(variables)));

    private static IConfiguration Configuration((string Name, string Value)[] variables) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(variables.Select(pair => KeyValuePair.Create(pair.Name, (string?)pair.Value)))
            .Build();
}
