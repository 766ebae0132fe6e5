using System.Diagnostics.Metrics;
using Enterprise.Tests.Support;
using OpenTelemetry.Metrics;

namespace Enterprise.Tests.Api.Telemetry.Prometheus;

[Parallelizable(ParallelScope.All)]
public sealed class PageTests
{
    [Test]
    public void A_counter_is_a_counter()
    {
        using var lab = new PageLab();
        var orders = lab.NewMeter(version: "1.2").CreateCounter<long>("orders", "{order}", "Taken \\ or\nnot \"all\".");
        orders.Add(2, Tag("how", "by phone"));
        orders.Add(1, Tag("how", "by phone"));

        Assert.That(
            lab.Read(),
            Is.EqualTo(
                """
                # HELP orders_total Taken \\ or\nnot "all".
                # TYPE orders_total counter
                orders_total{otel_scope_name="Shop",otel_scope_version="1.2",how="by phone"} 3

                """
            )
        );
    }

    [Test]
    public void What_goes_up_and_down_is_a_gauge()
    {
        using var lab = new PageLab();
        var meter = lab.NewMeter();
        meter.CreateUpDownCounter<int>("carts", "{cart}").Add(-3);
        meter.CreateObservableGauge("age", () => 1.5, "s", "Of the oldest.");
        meter.CreateGauge<long>("shelves").Record(long.MaxValue);

        Assert.That(
            lab.Read(),
            Is.EqualTo(
                """
                # HELP age_seconds Of the oldest.
                # TYPE age_seconds gauge
                age_seconds{otel_scope_name="Shop"} 1.5
                # TYPE carts gauge
                carts{otel_scope_name="Shop"} -3
                # TYPE shelves gauge
                shelves{otel_scope_name="Shop"} 9223372036854775807

                """
            )
        );
    }

    [Test]
    public void A_histogram_has_cumulative_buckets()
    {
        using var lab = new PageLab();
        var wait = lab.NewMeter()
            .CreateHistogram(
                "wait",
                "s",
                advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 1, 10] }
            );
        foreach (var seconds in (double[])[0.001, 0.005, 0.5, 99])
            wait.Record(seconds, Tag("till", 7));

        Assert.That(
            lab.Read(),
            Is.EqualTo(
                """
                # TYPE wait_seconds histogram
                wait_seconds_bucket{otel_scope_name="Shop",till="7",le="0.005"} 2
                wait_seconds_bucket{otel_scope_name="Shop",till="7",le="1"} 3
                wait_seconds_bucket{otel_scope_name="Shop",till="7",le="10"} 3
                wait_seconds_bucket{otel_scope_name="Shop",till="7",le="+Inf"} 4
                wait_seconds_sum{otel_scope_name="Shop",till="7"} 99.506
                wait_seconds_count{otel_scope_name="Shop",till="7"} 4

                """
            )
        );
    }

    [Test]
    public void A_histogram_of_what_may_be_negative_has_no_sum()
    {
        using var lab = new PageLab();
        lab.NewMeter().CreateHistogram<double>("drift").Record(-1);

        var page = PrometheusText.Parse(lab.Read());

        Assert.That(page.Sum("drift_count"), Is.EqualTo(1));
        Assert.That(page.Sum("drift_sum"), Is.Null);
    }

    [Test]
    public void Exponential_histograms_are_left_out_and_that_is_told_once()
    {
        using var lab = new PageLab { Kept = new Base2ExponentialBucketHistogramConfiguration() };
        lab.NewMeter().CreateHistogram<double>("wait").Record(1);

        Assert.That(lab.Read(), Is.Empty);
        Assert.That(lab.Exporter.TakeUntold().Select(metric => metric.Name), Is.EqualTo(["wait"]));
        lab.Write();
        Assert.That(lab.Exporter.TakeUntold(), Is.Empty);
    }

    [TestCase("plain", "plain")]
    [TestCase("\\ \" \n \r \t", "\\\\ \\\" \\n \r \t")]
    [TestCase("Ωmega \U0001F600", "Ωmega \U0001F600")]
    [TestCase(true, "true")]
    [TestCase(-5, "-5")]
    [TestCase(1.5, "1.5")]
    [TestCase(double.NaN, "NaN")]
    [TestCase((byte)9, "9")]
    [TestCase(DayOfWeek.Friday, "Friday")]
    [TestCase(new[] { "a", "b\"c" }, "[\\\"a\\\",\\\"b\\\\u0022c\\\"]")]
    [TestCase(new[] { 1, 2 }, "[1,2]")]
    public void Values_of_labels_are_text_whatever_they_were(object value, string expected)
    {
        using var lab = new PageLab();
        lab.NewMeter().CreateGauge<int>("x").Record(1, Tag("v", value));

        Assert.That(lab.Read(), Is.EqualTo($"# TYPE x gauge\nx{{otel_scope_name=\"Shop\",v=\"{expected}\"}} 1\n"));
    }

    [Test]
    public void Half_a_character_is_replaced()
    {
        using var lab = new PageLab();
        lab.NewMeter().CreateGauge<int>("x").Record(1, Tag("v", "half " + '\ud83d'));

        Assert.That(lab.Read(), Does.EndWith("v=\"half \ufffd\"} 1\n"));
    }

    [Test]
    [SetCulture("de-DE")]
    public void The_culture_of_the_machine_makes_no_difference()
    {
        using var lab = new PageLab();
        lab.NewMeter().CreateGauge<double>("x").Record(-1234.5, Tag("v", 0.5m));

        Assert.That(lab.Read(), Does.EndWith("x{otel_scope_name=\"Shop\",v=\"0.5\"} -1234.5\n"));
    }

    [TestCase(double.NaN, "NaN")]
    [TestCase(double.PositiveInfinity, "+Inf")]
    [TestCase(double.NegativeInfinity, "-Inf")]
    [TestCase(1e-7, "1E-07")]
    public void Numbers_that_are_none_have_names(double value, string expected)
    {
        using var lab = new PageLab();
        lab.NewMeter().CreateGauge<double>("x").Record(value);

        Assert.That(lab.Read(), Does.EndWith($"}} {expected}\n"));
    }

    [Test]
    public void Keys_that_come_to_one_label_are_joined_in_their_order()
    {
        using var lab = new PageLab();
        lab.NewMeter()
            .CreateGauge<int>("x")
            .Record(1, Tag("a_b", "2"), Tag("a.b", 1), Tag("n", null), Tag("a-b", true));

        Assert.That(lab.Read(), Does.Contain("x{otel_scope_name=\"Shop\",a_b=\"true;1;2\"} 1\n"));
    }

    [Test]
    public void Labels_of_the_page_itself_are_not_overwritten()
    {
        using var lab = new PageLab();
        var meter = lab.NewMeter();
        meter.CreateGauge<int>("x").Record(1, Tag("otel.scope.name", "Thief"), Tag("le", 5));
        meter.CreateHistogram<int>("y").Record(1, Tag("le", 5));

        var page = PrometheusText.Parse(lab.Read());

        Assert.That(page.Samples.Select(sample => sample["otel_scope_name"]), Is.All.EqualTo("Shop"));
        Assert.That(page.Find("x")!.Samples.Single()["exported_otel_scope_name"], Is.EqualTo("Thief"));
        Assert.That(page.Find("x")!.Samples.Single()["le"], Is.EqualTo("5"));
        Assert.That(page.Sum("y_count", ("exported_le", "5")), Is.EqualTo(1));
    }

    [Test]
    public void Of_series_that_come_to_the_same_the_first_stays()
    {
        using var lab = new PageLab();
        var x = lab.NewMeter().CreateCounter<int>("x");
        x.Add(1, Tag("a.b", "1"));
        x.Add(2, Tag("a_b", "1"));
        x.Add(4, Tag("a_b", "2"));

        var page = PrometheusText.Parse(lab.Read());

        Assert.That(page.Sum("x_total", ("a_b", "1")), Is.EqualTo(1));
        Assert.That(page.Sum("x_total", ("a_b", "2")), Is.EqualTo(4));
        Assert.That(lab.Exporter.TakeUntold().Select(metric => metric.Name), Is.EqualTo(["x"]));
    }

    [Test]
    public void What_is_beyond_the_bound_of_series_comes_out_as_it_is()
    {
        using var lab = new PageLab { Kept = new MetricStreamConfiguration { CardinalityLimit = 2 } };
        var x = lab.NewMeter().CreateCounter<int>("x");
        for (var i = 0; i < 10; i++)
            x.Add(1, Tag("i", i));

        var page = PrometheusText.Parse(lab.Read());

        Assert.That(page.Sum("x_total"), Is.EqualTo(10));
        Assert.That(page.Sum("x_total", ("otel_metric_overflow", "true")), Is.EqualTo(8));
    }

    [Test]
    public void What_it_is_of_stands_in_target_info()
    {
        using var lab = new PageLab(new("service.name", "shop"), new("host.cores", 2));
        lab.NewMeter().CreateGauge<int>("x").Record(1);

        Assert.That(
            lab.Read(),
            Does.StartWith("# HELP target_info What these metrics are of.\n# TYPE target_info gauge\n")
                .And.Contain("target_info{host_cores=\"2\",service_name=\"shop\"} 1\n")
        );
    }

    [Test]
    public void A_meter_is_named_with_all_that_it_says_of_itself()
    {
        using var lab = new PageLab();
        lab.NewMeter("Shop", "2", Tag("short.name", "S")).CreateGauge<int>("x").Record(1);

        Assert.That(
            lab.Read(),
            Does.Contain("x{otel_scope_name=\"Shop\",otel_scope_short_name=\"S\",otel_scope_version=\"2\"} 1\n")
        );
    }

    private static KeyValuePair<string, object?> Tag(string key, object? value) => new(key, value);
}
