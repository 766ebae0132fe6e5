using Enterprise.Tests.Support;

namespace Enterprise.Tests.Api.Telemetry.Prometheus;

/// <summary>Instruments that would have one name on the page.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class SharedNamesTests
{
    [Test]
    public void Two_meters_share_a_family_of_one_type()
    {
        using var lab = new PageLab();
        lab.NewMeter("B").CreateCounter<int>("x", null, "Second.").Add(2);
        lab.NewMeter("A").CreateCounter<long>("x", null, "First.").Add(1);
        lab.NewMeter("C").CreateGauge<int>("w").Record(0);

        Assert.That(
            lab.Read(),
            Is.EqualTo(
                """
                # TYPE w gauge
                w{otel_scope_name="C"} 0
                # HELP x_total First.
                # TYPE x_total counter
                x_total{otel_scope_name="A"} 1
                x_total{otel_scope_name="B"} 2

                """
            )
        );
    }

    [Test]
    public void Of_two_types_the_first_by_meter_and_name_stays()
    {
        using var lab = new PageLab();
        lab.NewMeter("B").CreateGauge<int>("x.total").Record(2);
        lab.NewMeter("A").CreateCounter<int>("x").Add(1);

        var page = PrometheusText.Parse(lab.Read());

        Assert.That(page.Find("x_total")!.Type, Is.EqualTo("counter"));
        Assert.That(page.Sum("x_total"), Is.EqualTo(1));
        Assert.That(lab.Exporter.TakeUntold().Select(metric => metric.Name), Is.EqualTo(["x.total"]));
    }

    [Test]
    public void What_was_there_before_stays()
    {
        using var lab = new PageLab();
        lab.NewMeter("B").CreateGauge<int>("x.total").Record(2);
        lab.Write();
        lab.NewMeter("A").CreateCounter<int>("x").Add(1);

        Assert.That(PrometheusText.Parse(lab.Read()).Find("x_total")!.Type, Is.EqualTo("gauge"));
    }

    [Test]
    public void What_comes_after_one_that_has_gone_takes_its_place()
    {
        using var lab = new PageLab();
        var old = lab.NewMeter("B");
        old.CreateGauge<int>("x.total").Record(2);
        lab.Write();
        old.Dispose();
        // The last of it is still collected once.
        lab.Write();
        lab.NewMeter("A").CreateCounter<int>("x").Add(1);

        Assert.That(PrometheusText.Parse(lab.Read()).Find("x_total")!.Type, Is.EqualTo("counter"));
    }

    [Test]
    public void Two_instruments_of_one_meter_do_not_share_a_name()
    {
        using var lab = new PageLab();
        var meter = lab.NewMeter();
        meter.CreateCounter<int>("x-y").Add(1);
        meter.CreateCounter<int>("x.y").Add(2);

        Assert.That(PrometheusText.Parse(lab.Read()).Sum("x_y_total"), Is.EqualTo(1));
    }

    [TestCase("wait", "wait.count")]
    [TestCase("wait", "wait.bucket")]
    [TestCase("wait", "wait.sum")]
    public void The_lines_of_a_histogram_are_its_own(string histogram, string gauge)
    {
        using var lab = new PageLab();
        lab.NewMeter("B").CreateGauge<int>(gauge).Record(2);
        lab.NewMeter("A").CreateHistogram<int>(histogram).Record(1);

        var page = PrometheusText.Parse(lab.Read());

        Assert.That(page.Families.Select(family => family.Name), Is.EqualTo(["wait"]));
    }

    [Test]
    public void Nobody_takes_the_name_of_the_resource()
    {
        using var lab = new PageLab(new KeyValuePair<string, object>("service.name", "shop"));
        lab.NewMeter().CreateGauge<int>("target.info").Record(5);

        Assert.That(PrometheusText.Parse(lab.Read()).Sum("target_info"), Is.EqualTo(1));
    }
}
