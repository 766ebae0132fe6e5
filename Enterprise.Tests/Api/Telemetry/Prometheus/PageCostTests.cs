using Enterprise.Tests.Support;

namespace Enterprise.Tests.Api.Telemetry.Prometheus;

/// <summary>What a scrape leaves to the garbage collector.</summary>
[NonParallelizable]
internal sealed class PageCostTests
{
    private const int Scrapes = 20;
    private const long MostBytes = 64 * 1024;

    [Test]
    public void A_page_of_hundreds_of_series_costs_little_memory()
    {
        using var lab = new PageLab();
        Fill(lab);
        Assert.That(PrometheusText.Parse(lab.Read()).Samples.Count(), Is.GreaterThan(5000));
        lab.Write();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Scrapes; i++)
            lab.Write();

        Assert.That((GC.GetAllocatedBytesForCurrentThread() - before) / Scrapes, Is.LessThan(MostBytes));
    }

    private static void Fill(PageLab lab)
    {
        var meter = lab.NewMeter();
        for (var i = 0; i < 300; i++)
            meter.CreateHistogram<double>($"wait.{i % 3}", "s").Record(i, new("route", $"/v1/{i}"), new("status", 200));
        for (var i = 0; i < 500; i++)
            meter.CreateCounter<long>($"things.{i % 25}").Add(i, new("kind", $"k{i}"), new("is.good", true));
    }
}
