using Enterprise.Api.Telemetry.Prometheus;
using OpenTelemetry.Metrics;

namespace Enterprise.Tests.Api.Telemetry.Prometheus;

[Parallelizable(ParallelScope.All)]
public sealed class MetricNamesTests
{
    [TestCase("http.server.request.duration", "s", "http_server_request_duration_seconds")]
    [TestCase("a", "ms", "a_milliseconds")]
    [TestCase("a", "us", "a_microseconds")]
    [TestCase("a", "ns", "a_nanoseconds")]
    [TestCase("a", "min", "a_minutes")]
    [TestCase("a", "h", "a_hours")]
    [TestCase("a", "d", "a_days")]
    [TestCase("a", "By", "a_bytes")]
    [TestCase("a", "KiBy", "a_kibibytes")]
    [TestCase("a", "MiBy", "a_mebibytes")]
    [TestCase("a", "GiBy", "a_gibibytes")]
    [TestCase("a", "KBy", "a_kilobytes")]
    [TestCase("a", "MBy", "a_megabytes")]
    [TestCase("a", "m", "a_meters")]
    [TestCase("a", "V", "a_volts")]
    [TestCase("a", "A", "a_amperes")]
    [TestCase("a", "J", "a_joules")]
    [TestCase("a", "W", "a_watts")]
    [TestCase("a", "g", "a_grams")]
    [TestCase("a", "Cel", "a_celsius")]
    [TestCase("a", "Hz", "a_hertz")]
    [TestCase("a", "%", "a_percent")]
    [TestCase("a", "1", "a_ratio")]
    [TestCase("a", "", "a")]
    [TestCase("a", "By/s", "a_bytes_per_second")]
    [TestCase("a", "m/min", "a_meters_per_minute")]
    [TestCase("a", "{request}/s", "a_per_second")]
    [TestCase("a", "1/s", "a_per_second")]
    [TestCase("a", "By/{page}", "a_bytes")]
    [TestCase("a", "{request}", "a")]
    [TestCase("a", "By{payload}", "a_bytes")]
    [TestCase("a", "{open", "a_open")]
    [TestCase("a", "furlong", "a_furlong")]
    [TestCase("a", "k W*h", "a_k_W_h")]
    public void Units_are_words_at_the_end(string name, string unit, string expected) =>
        Assert.That(MetricNames.Of(name, unit, MetricType.DoubleGauge), Is.EqualTo(expected));

    [TestCase("memory.bytes", "By", "memory_bytes")]
    [TestCase("memory.bytes.used", "By", "memory_bytes_used")]
    [TestCase("kilobytes.used", "By", "kilobytes_used_bytes")]
    [TestCase("bytes", "By/s", "bytes_per_second")]
    [TestCase("hit.ratio", "1", "hit_ratio")]
    public void A_unit_that_is_there_is_not_said_again(string name, string unit, string expected) =>
        Assert.That(MetricNames.Of(name, unit, MetricType.DoubleGauge), Is.EqualTo(expected));

    [TestCase("a.b-c/d", "a_b_c_d")]
    [TestCase("a..b--__c", "a_b_c")]
    [TestCase("a:b", "a:b")]
    [TestCase("9lives", "_9lives")]
    [TestCase("größe", "gr_e")]
    [TestCase("naïve.\U0001F600.x", "na_ve_x")]
    [TestCase("trailing.", "trailing_")]
    public void Characters_that_Prometheus_does_not_know_are_underscores(string name, string expected) =>
        Assert.That(MetricNames.Of(name, "", MetricType.LongGauge), Is.EqualTo(expected));

    [TestCase("orders", "{order}", MetricType.LongSum, "orders_total")]
    [TestCase("orders.total", "", MetricType.LongSum, "orders_total")]
    [TestCase("cpu.time", "s", MetricType.DoubleSum, "cpu_time_seconds_total")]
    [TestCase("cpu.total", "s", MetricType.DoubleSum, "cpu_seconds_total")]
    [TestCase("trailing.", "s", MetricType.DoubleSum, "trailing_seconds_total")]
    [TestCase("share", "1", MetricType.DoubleSum, "share_total")]
    [TestCase("share", "1", MetricType.DoubleSumNonMonotonic, "share")]
    [TestCase("orders.total", "", MetricType.LongSumNonMonotonic, "orders_total")]
    [TestCase("wait", "s", MetricType.Histogram, "wait_seconds")]
    public void What_only_grows_ends_in_total(string name, string unit, MetricType type, string expected) =>
        Assert.That(MetricNames.Of(name, unit, type), Is.EqualTo(expected));

    [TestCase("http.route", "http_route")]
    [TestCase("a:b", "a_b")]
    [TestCase("1st", "_1st")]
    [TestCase("__name__", "_name_")]
    [TestCase("ключ", "_")]
    public void Labels_have_letters_digits_and_underscores(string key, string expected) =>
        Assert.That(MetricNames.OfLabel(key), Is.EqualTo(expected));
}
