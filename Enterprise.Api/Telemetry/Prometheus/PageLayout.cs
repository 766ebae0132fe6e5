using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Enterprise.Api.Telemetry.Prometheus;

/// <summary>
/// Which families are on the page, in the order of their names; made again only when the SDK lists other metrics. A name on the page has one
/// type and one owner in each meter: of two metrics that would share it the one that was there first stays, of two new ones the
/// first by meter and instrument, and the other is left out as a whole, which is told once (the specification's "Metric Metadata").
/// Exponential histograms are left out, too: this text cannot hold them.
/// </summary>
internal sealed class PageLayout
{
    private readonly LabelWriter labels = new();
    private readonly List<Metric> listed = [];
    private readonly HashSet<Metric> leftOut = [];
    private readonly List<Metric> untold = [];
    private Family[] families = [];

    public ReadOnlySpan<Family> Families => families;

    /// <summary>The resource, as <c>target_info</c>; nothing where it has no attributes.</summary>
    public byte[] TargetInfo { get; private set; } = [];

    /// <summary>Takes up what is listed now.</summary>
    public void Follow(in Batch<Metric> batch, Resource resource)
    {
        if (IsListed(batch))
            return;
        listed.Clear();
        foreach (var metric in batch)
            listed.Add(metric);
        leftOut.RemoveWhere(metric => !listed.Contains(metric));
        Build(resource);
    }

    /// <summary>Notes that a metric, or some of its series, is not on the page.</summary>
    public void LeaveOut(Metric metric)
    {
        if (leftOut.Add(metric))
            untold.Add(metric);
    }

    /// <summary>What was left out and nobody was told of.</summary>
    public IReadOnlyList<Metric> TakeUntold()
    {
        if (untold.Count == 0)
            return [];
        Metric[] taken = [.. untold];
        untold.Clear();
        return taken;
    }

    private bool IsListed(in Batch<Metric> batch)
    {
        var i = 0;
        foreach (var metric in batch)
            if (i >= listed.Count || !ReferenceEquals(listed[i++], metric))
                return false;
        return i == listed.Count;
    }

    private void Build(Resource resource)
    {
        var owners = new Dictionary<string, Family>(StringComparer.Ordinal);
        var info = Family.OfInfo("target_info", "What these metrics are of.");
        owners.Add(info.Name, info);
        TargetInfo = InfoOf(info, resource);
        var old = families.SelectMany(family => family.Members).Select(member => member.Metric).ToArray();
        var added = listed
            .Except(old)
            .OrderBy(metric => metric.MeterName, StringComparer.Ordinal)
            .ThenBy(metric => metric.Name, StringComparer.Ordinal);
        foreach (var metric in old.Intersect(listed).Concat(added))
            if (!TryPlace(metric, owners))
                LeaveOut(metric);
        families =
        [
            .. owners
                .Values.Distinct()
                .Where(family => family != info)
                .OrderBy(family => family.Name, StringComparer.Ordinal),
        ];
    }

    private bool TryPlace(Metric metric, Dictionary<string, Family> owners)
    {
        if (Family.Of(metric) is not { } made)
            return false;
        var owner = owners.GetValueOrDefault(made.Name, made);
        var isOwn = owner.Name == made.Name && owner.Kind == made.Kind;
        if (!isOwn || made.SampleNames.Any(name => owners.GetValueOrDefault(name, owner) != owner))
            return false;
        foreach (var name in owner.SampleNames)
            owners[name] = owner;
        return owner.TryAdd(new FamilyMember(metric, ScopeOf(metric)));
    }

    private byte[] ScopeOf(Metric metric)
    {
        labels.Begin();
        AddScope("name", metric.MeterName);
        AddScope("version", metric.MeterVersion);
        AddScope("schema_url", metric.MeterSchemaUrl);
        foreach (var (key, value) in metric.MeterTags ?? [])
            AddScope(key, value);
        return Written();
    }

    private void AddScope(string key, object? value) =>
        labels.Add(MetricNames.OfLabel(LabelWriter.ScopePrefix + key), key, value);

    private byte[] InfoOf(Family info, Resource resource)
    {
        labels.Begin();
        foreach (var (key, value) in resource.Attributes)
            labels.Add(MetricNames.OfLabel(key), key, value);
        var attributes = Written();
        return attributes.Length == 0 ? [] : [.. info.Head, .. info.Line, .. attributes, .. "} 1\n"u8];
    }

    private byte[] Written()
    {
        var page = new PageBuffer(size: 256);
        labels.WriteTo(page);
        return page.Written.ToArray();
    }
}
