using OpenTelemetry.Metrics;

namespace Enterprise.Api.Telemetry.Prometheus;

/// <summary>
/// Writes the page: Prometheus' text format 0.0.4. The labels of a point are made once and copied for its further lines. Two points
/// of a metric can come to the same labels, by the rules of <see cref="LabelWriter"/>: the first stays.
/// </summary>
internal sealed class PageWriter
{
    private readonly LabelWriter labels = new();
    private readonly SeriesSet series = new();

    public void Write(PageLayout layout, PageBuffer page)
    {
        page.Write(layout.TargetInfo);
        foreach (var family in layout.Families)
        {
            page.Write(family.Head);
            foreach (var member in family.Members)
            {
                series.Clear();
                if (!TryWrite(page, family, member))
                    layout.LeaveOut(member.Metric);
            }
        }
    }

    /// <summary>False where series were left out.</summary>
    private bool TryWrite(PageBuffer page, Family family, FamilyMember member)
    {
        var isHistogram = member.Metric.MetricType == MetricType.Histogram;
        var isWhole = true;
        foreach (ref readonly var point in member.Metric.GetMetricPoints())
        {
            var line = page.Length;
            page.Write(isHistogram ? family.Bucket : family.Line);
            var start = page.Length;
            WriteLabels(page, member, in point, isHistogram);
            var length = page.Length - start;
            if (!series.Add(page, start, length))
            {
                page.CutTo(line);
                isWhole = false;
            }
            else if (isHistogram)
                WriteHistogram(page, family, member, in point, (start, length));
            else
                WriteValue(page, member.Metric.MetricType, in point);
        }
        return isWhole;
    }

    private void WriteLabels(PageBuffer page, FamilyMember member, ref readonly MetricPoint point, bool isHistogram)
    {
        page.Write(member.Scope);
        var scope = page.Length;
        if (member.Scope.Length > 0)
            page.Write(","u8);
        var own = page.Length;
        labels.Begin();
        labels.Add(point.Tags, isHistogram);
        labels.WriteTo(page);
        if (page.Length == own)
            page.CutTo(scope);
    }

    private static void WriteValue(PageBuffer page, MetricType type, ref readonly MetricPoint point)
    {
        page.Write("} "u8);
        switch (type)
        {
            case MetricType.LongSum or MetricType.LongSumNonMonotonic:
                page.Write(point.GetSumLong());
                break;
            case MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic:
                page.Write(point.GetSumDouble());
                break;
            case MetricType.LongGauge:
                page.Write(point.GetGaugeLastValueLong());
                break;
            default:
                page.Write(point.GetGaugeLastValueDouble());
                break;
        }
        page.Write("\n"u8);
    }

    /// <summary>Goes on after the labels of the first bucket.</summary>
    private static void WriteHistogram(
        PageBuffer page,
        Family family,
        FamilyMember member,
        ref readonly MetricPoint point,
        (int Start, int Length) labels
    )
    {
        var (cumulative, written) = (0L, 0);
        foreach (var bucket in point.GetHistogramBuckets())
        {
            if (double.IsPositiveInfinity(bucket.ExplicitBound))
                break;
            if (written > 0)
                Begin(page, family.Bucket, labels);
            cumulative += bucket.BucketCount;
            EndBucket(page, labels, member.TextOf(written++, bucket.ExplicitBound), cumulative);
        }
        if (written > 0)
            Begin(page, family.Bucket, labels);
        EndBucket(page, labels, "+Inf"u8, point.GetHistogramCount());
        // A sum that may go down is none to Prometheus, which would take it for a restart.
        if (!point.TryGetHistogramMinMaxValues(out var least, out _) || least >= 0)
        {
            Begin(page, family.Sum, labels);
            page.Write("} "u8);
            page.Write(point.GetHistogramSum());
            page.Write("\n"u8);
        }
        Begin(page, family.Count, labels);
        page.Write("} "u8);
        page.Write(point.GetHistogramCount());
        page.Write("\n"u8);
    }

    private static void Begin(PageBuffer page, ReadOnlySpan<byte> name, (int Start, int Length) labels)
    {
        page.Write(name);
        page.Repeat(labels.Start, labels.Length);
    }

    private static void EndBucket(PageBuffer page, (int Start, int Length) labels, ReadOnlySpan<byte> bound, long count)
    {
        if (labels.Length > 0)
            page.Write(","u8);
        page.Write("le=\""u8);
        page.Write(bound);
        page.Write("\"} "u8);
        page.Write(count);
        page.Write("\n"u8);
    }
}
