using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Enterprise.Api.Telemetry.Prometheus;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Enterprise.Benchmarks;

/// <summary>
/// Measures a scrape: the SDK's collection and the page for Prometheus, of 300 histograms with 15 buckets and 500 other series. The median of many, and what
/// each leaves to the garbage collector.
/// </summary>
internal static class MetricsBenchmark
{
    private const int Histograms = 300;
    private const int Others = 500;
    private const int WarmUps = 100;

    public static int Run(string[] options)
    {
        var at = Array.IndexOf(options, "--rounds");
        var rounds =
            at >= 0 && at + 1 < options.Length ? int.Parse(options[at + 1], CultureInfo.InvariantCulture) : 500;
        using var meter = new Meter("Enterprise.Benchmarks");
        using var exporter = new PrometheusExporter();
        using var provider = Sdk.CreateMeterProviderBuilder()
            .AddMeter(meter.Name)
            .AddReader(new PullReader(exporter))
            .Build();
        Fill(meter);
        var page = new PageBuffer();
        var milliseconds = new double[rounds];
        var before = 0L;
        for (var round = -WarmUps; round < rounds; round++)
        {
            if (round == 0)
                before = GC.GetAllocatedBytesForCurrentThread();
            var start = Stopwatch.GetTimestamp();
            if (!exporter.TryWrite(page))
                throw new InvalidOperationException("There is no page.");
            if (round >= 0)
                milliseconds[round] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / rounds;
        Array.Sort(milliseconds);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"a page of {page.Length} bytes: {milliseconds[rounds / 2]:F2} ms (median), {milliseconds[rounds * 99 / 100]:F2} ms (99 %), {bytes} bytes of garbage a scrape"
            )
        );
        return 0;
    }

    private static void Fill(Meter meter)
    {
        for (var i = 0; i < Histograms; i++)
        {
            var histogram = meter.CreateHistogram<double>($"request.{i % 6}.duration", "s", "How long it took.");
            for (var sample = 0; sample < 50; sample++)
                histogram.Record(
                    sample * 0.37,
                    new("http.request.method", "GET"),
                    new("http.route", $"/v1/things/{{id}}/parts/{i}"),
                    new("http.response.status_code", 200)
                );
        }
        for (var i = 0; i < Others; i++)
            meter
                .CreateCounter<long>($"thing.{i % 25}.attempts", "{attempt}", "How often it was tried.")
                .Add(i, new("outcome", $"outcome_{i}"), new("reason", "none"));
    }
}
