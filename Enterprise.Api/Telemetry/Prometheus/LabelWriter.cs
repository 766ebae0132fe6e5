using System.Globalization;
using System.Text.Json;
using OpenTelemetry;

namespace Enterprise.Api.Telemetry.Prometheus;

/// <summary>
/// Writes the labels of series, <c>a="1",b="2"</c>, always in the order of their names: the same labels are the same bytes. Keys
/// that come to one label are joined by <c>;</c> in the order of the keys (the specification's "Metric Attributes"). A label without a value is
/// left out, which is the same to Prometheus. What would be taken for a label of the page itself, <c>le</c> or <c>otel_scope_...</c>, gets
/// the prefix <c>exported_</c>, as Prometheus does with what would be taken for its own.
/// </summary>
internal sealed class LabelWriter
{
    public const string ScopePrefix = "otel_scope_";

    private const string Bound = "le";
    private const string Renamed = "exported_";

    /// <summary>Keys come from code, so there are few; a key made of data must not grow this.</summary>
    private const int MaxNames = 4096;

    private readonly Dictionary<string, string> names = new(StringComparer.Ordinal);
    private Label[] labels = new Label[16];
    private int count;

    public void Begin() => count = 0;

    /// <summary>Adds the attributes of a point.</summary>
    public void Add(ReadOnlyTagCollection tags, bool hasBounds)
    {
        foreach (var (key, value) in tags)
        {
            var name = NameOf(key);
            if (name.StartsWith(ScopePrefix, StringComparison.Ordinal) || (hasBounds && name == Bound))
                name = Renamed + name;
            Add(name, key, value);
        }
    }

    /// <summary>Adds one under a name that is given.</summary>
    public void Add(string name, string key, object? value)
    {
        if (count == labels.Length)
            Array.Resize(ref labels, 2 * count);
        // There are a handful.
        var at = count++;
        for (; at > 0 && Compare(labels[at - 1], name, key) > 0; at--)
            labels[at] = labels[at - 1];
        labels[at] = new Label(name, key, value);
    }

    public void WriteTo(PageBuffer page)
    {
        var isFirst = true;
        for (var i = 0; i < count; )
        {
            var (start, name) = (page.Length, labels[i].Name);
            if (!isFirst)
                page.Write(","u8);
            page.WritePlain(name);
            page.Write("=\""u8);
            var value = page.Length;
            for (; i < count && labels[i].Name == name; i++)
                WriteOne(page, labels[i].Value, isFurther: page.Length > value);
            if (page.Length == value)
            {
                page.CutTo(start);
                continue;
            }
            page.Write("\""u8);
            isFirst = false;
        }
    }

    private static void WriteOne(PageBuffer page, object? value, bool isFurther)
    {
        if (value is null or "")
            return;
        if (isFurther)
            page.Write(";"u8);
        switch (value)
        {
            case string text:
                page.WriteQuoted(text);
                break;
            case int number:
                page.Write(number);
                break;
            case long number:
                page.Write(number);
                break;
            case bool flag:
                page.Write(flag ? "true"u8 : "false"u8);
                break;
            case Array list:
                page.WriteQuoted(ToJson(list));
                break;
            default:
                page.WriteQuoted(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    /// <summary>How the specification writes a list where only text can stand.</summary>
    private static string ToJson(Array list) =>
        $"[{string.Join(',', list.Cast<object?>().Select(item => item switch
        {
            null => "null",
            bool flag => flag ? "true" : "false",
            int or long or double or float or short or byte => Convert.ToString(item, CultureInfo.InvariantCulture),
            _ => $"\"{JsonEncodedText.Encode(Convert.ToString(item, CultureInfo.InvariantCulture) ?? "")}\"",
        }))}]";

    private string NameOf(string key)
    {
        if (names.TryGetValue(key, out var known))
            return known;
        var name = MetricNames.OfLabel(key);
        if (names.Count < MaxNames)
            names.Add(key, name);
        return name;
    }

    private static int Compare(in Label label, string name, string key)
    {
        var order = string.CompareOrdinal(label.Name, name);
        return order != 0 ? order : string.CompareOrdinal(label.Key, key);
    }

    private readonly record struct Label(string Name, string Key, object? Value);
}
