using System.Text;
using OpenTelemetry.Metrics;

namespace Enterprise.Api.Telemetry.Prometheus;

/// <summary>What stands on the page under one <c># TYPE</c>: the metrics of one name, of one or several meters.</summary>
internal sealed class Family
{
    private const string Counter = "counter";
    private const string Gauge = "gauge";
    private const string Histogram = "histogram";

    private readonly List<FamilyMember> members = [];

    private Family(string name, string kind)
    {
        Name = name;
        Kind = kind;
        SampleNames = kind == Histogram ? [name, $"{name}_bucket", $"{name}_sum", $"{name}_count"] : [name];
        Line = Utf8(name);
        Bucket = Utf8($"{name}_bucket");
        Sum = Utf8($"{name}_sum");
        Count = Utf8($"{name}_count");
        WithHelp("");
    }

    public string Name { get; }

    /// <summary>How Prometheus calls the type.</summary>
    public string Kind { get; }

    /// <summary>The names that lines of the page have because of it; no other family may have one of them.</summary>
    public IReadOnlyList<string> SampleNames { get; }

    public IReadOnlyList<FamilyMember> Members => members;

    /// <summary><c># HELP</c> and <c># TYPE</c>.</summary>
    public byte[] Head { get; private set; } = [];

    public byte[] Line { get; }

    public byte[] Bucket { get; }

    public byte[] Sum { get; }

    public byte[] Count { get; }

    /// <summary>The one that a metric makes, still empty; <c>null</c> for exponential histograms, which text cannot hold.</summary>
    public static Family? Of(Metric metric) =>
        KindOf(metric.MetricType) is { } kind
            ? new Family(MetricNames.Of(metric.Name, metric.Unit, metric.MetricType), kind)
            : null;

    public static Family OfInfo(string name, string help) => new Family(name, Gauge).WithHelp(help);

    /// <summary>False where there is one of the same scope, whose series could be the same. Of several descriptions the first counts.</summary>
    public bool TryAdd(FamilyMember member)
    {
        foreach (var other in members)
            if (other.Scope.AsSpan().SequenceEqual(member.Scope))
                return false;
        if (members.TrueForAll(other => other.Metric.Description.Length == 0))
            WithHelp(member.Metric.Description);
        members.Add(member);
        return true;
    }

    private Family WithHelp(string help)
    {
        var head = new PageBuffer(size: 256);
        if (help.Length > 0)
        {
            head.WritePlain($"# HELP {Name} ");
            head.WriteHelp(help);
            head.Write("\n"u8);
        }
        head.WritePlain($"# TYPE {Name} {Kind}\n");
        Head = head.Written.ToArray();
        return this;
    }

    private static string? KindOf(MetricType type) =>
        type switch
        {
            MetricType.LongSum or MetricType.DoubleSum => Counter,
            MetricType.Histogram => Histogram,
            MetricType.ExponentialHistogram => null,
            _ => Gauge,
        };

    private static byte[] Utf8(string name) => Encoding.UTF8.GetBytes(name + "{");
}

/// <summary>A metric with what is the same on all its lines.</summary>
/// <param name="metric">Of the SDK; the same object at every collection.</param>
/// <param name="scope">The labels that name its meter; empty for a meter without a name.</param>
internal sealed class FamilyMember(Metric metric, byte[] scope)
{
    private readonly List<(double Bound, byte[] Text)> bounds = [];

    public Metric Metric { get; } = metric;

    public byte[] Scope { get; } = scope;

    /// <summary>The text of a bucket's bound, made once.</summary>
    public ReadOnlySpan<byte> TextOf(int bucket, double bound)
    {
        if (bucket < bounds.Count && bounds[bucket].Bound.Equals(bound))
            return bounds[bucket].Text;
        var number = new PageBuffer(size: 32);
        number.Write(bound);
        var text = number.Written.ToArray();
        if (bucket < bounds.Count)
            bounds[bucket] = (bound, text);
        else
            bounds.Add((bound, text));
        return text;
    }
}
