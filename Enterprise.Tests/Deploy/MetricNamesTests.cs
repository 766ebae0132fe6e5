namespace Enterprise.Tests.Deploy;

[Parallelizable(ParallelScope.All)]
internal sealed class MetricNamesTests
{
    [TestCase("up", "up")]
    [TestCase("sum(rate(a_total[5m]))", "a_total")]
    [TestCase("sum by (job, le) (rate(a_bucket{le=\"0.25\", x=~\"b|c{d}\"}[5m]))", "a_bucket")]
    [TestCase("sum(a) by(job) / on (job) group_left (version) b offset 1h > bool 0.5", "a b")]
    [TestCase("a and ignoring(x) b or c unless d", "a b c d")]
    [TestCase("histogram_quantile(0.95, a_bucket) # nothing of x\n+ b", "a_bucket b")]
    [TestCase("label_replace(a, \"x\", \"$1\", 'y', \"(it\\\"s.*)\") + `b` == c", "a c")]
    [TestCase("a[5m:30s] @ start() * 1e9 + 0x1f + NaN - Inf", "a")]
    [TestCase("job:a:rate5m + :b + c", "c")]
    [TestCase("vector(0) + time()", "")]
    [TestCase("topk by (x) (3, min_over_time(sum_total[1h]))", "sum_total")]
    public void Metrics_are_told_from_functions_labels_and_words(string promql, string names) =>
        Assert.That(MetricNames.Of(promql), Is.EquivalentTo(names.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    [Test]
    public void Recorded_names_are_told_from_those_of_the_program() =>
        Assert.That(MetricNames.RecordedIn("job:a:rate5m / (job:b:rate5m > 0) or c"), Is.EquivalentTo(Recorded));

    [TestCase("{__name__=\"a\"}")]
    [TestCase("a{b=\"c\"")]
    [TestCase("a{b=\"c}")]
    public void What_cannot_be_read_is_not_taken_for_nothing(string promql) =>
        Assert.That(() => MetricNames.Of(promql), Throws.TypeOf<FormatException>());

    [Test]
    public void A_scrape_has_the_names_of_its_lines_and_of_the_types_it_declares() =>
        Assert.That(
            ScrapedNames.Of(
                """
                # HELP a_total What it counts.
                # TYPE a_total counter
                a_total{x="{y} z"} 1
                # TYPE b_seconds histogram
                c 1.5
                """
            ),
            Is.EquivalentTo(Scraped)
        );

    [Test]
    public void What_a_scrape_lacks_is_told_but_for_what_Prometheus_makes_itself() =>
        Assert.That(ScrapedNames.Missing(["up + a_total", "rate(b[1m])", "ALERTS"], "a_total 1"), Is.EqualTo(OnlyB));

    private static readonly string[] Recorded = ["job:a:rate5m", "job:b:rate5m"];
    private static readonly string[] Scraped = ["a_total", "b_seconds_bucket", "b_seconds_sum", "b_seconds_count", "c"];
    private static readonly string[] OnlyB = ["b"];
}
