using System.Globalization;
using System.Text;

namespace Enterprise.Tests.Support;

/// <summary>A page in Prometheus' text format 0.0.4, read strictly: whatever is odd about it throws <see cref="FormatException"/>.</summary>
internal sealed class PrometheusText
{
    private static readonly string[] HistogramSuffixes = ["_bucket", "_sum", "_count"];

    private readonly List<PrometheusFamily> families = [];

    /// <summary>In the order of the page.</summary>
    public IReadOnlyList<PrometheusFamily> Families => families;

    public IEnumerable<PrometheusSample> Samples => families.SelectMany(family => family.Samples);

    /// <summary>
    /// Families that stand in one place under one <c># TYPE</c>, no series twice, buckets that go up to a <c>+Inf</c> which is the count.
    /// </summary>
    public static PrometheusText Parse(string text)
    {
        Demand(text.EndsWith('\n'), "The last line has no end.");
        var page = new PrometheusText();
        var help = "";
        foreach (var line in text[..^1].Split('\n'))
            if (line.StartsWith("# HELP ", StringComparison.Ordinal))
                help = line[7..];
            else if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                page.Open(line[7..].Split(' '), help);
                help = "";
            }
            else
            {
                Demand(page.families.Count > 0 && help.Length == 0, $"No type stands before: {line}");
                page.families[^1].Add(new SampleReader(line).Read());
            }
        page.families.ForEach(family => family.Check());
        return page;
    }

    /// <summary>The family of a name; <c>null</c> for none.</summary>
    public PrometheusFamily? Find(string family) => families.Find(found => found.Name == family);

    /// <summary>The sum of what has the name and these labels; <c>null</c> where nothing has.</summary>
    public double? Sum(string sample, params (string Label, string Value)[] labels)
    {
        var found = Samples
            .Where(one => one.Name == sample && labels.All(label => one[label.Label] == label.Value))
            .ToArray();
        return found.Length == 0 ? null : found.Sum(one => one.Value);
    }

    internal static void Demand(bool holds, string fault)
    {
        if (!holds)
            throw new FormatException(fault);
    }

    private void Open(string[] words, string help)
    {
        Demand(words is [_, "counter" or "gauge" or "histogram"], $"This is no type: {string.Join(' ', words)}");
        Demand(Find(words[0]) is null, $"{words[0]} has two types.");
        Demand(
            help.Length == 0 || help.StartsWith(words[0] + " ", StringComparison.Ordinal),
            $"{help} is no help for {words[0]}."
        );
        var names = words[1] == "histogram" ? HistogramSuffixes.Select(suffix => words[0] + suffix) : [words[0]];
        foreach (var other in families)
            Demand(!other.SampleNames.Intersect(names).Any(), $"{words[0]} and {other.Name} share a name.");
        families.Add(
            new PrometheusFamily(words[0], words[1], help.Length == 0 ? "" : help[(words[0].Length + 1)..], [.. names])
        );
    }

    /// <summary>Reads <c>name{label="value"} 1</c>.</summary>
    private sealed class SampleReader(string line)
    {
        private int at;

        public PrometheusSample Read()
        {
            var name = Word(mayHaveColons: true);
            var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
            if (Take('{'))
                do
                {
                    if (Take('}'))
                        break;
                    var label = Word(mayHaveColons: false);
                    Demand(Take('=') && Take('"'), $"A value is missing at {at}: {line}");
                    Demand(labels.TryAdd(label, Quoted()), $"{label} stands twice: {line}");
                } while (Take(',') || !Take('}'));
            Demand(Take(' '), $"A space is missing at {at}: {line}");
            return new PrometheusSample(name, labels, Number(line[at..]));
        }

        private static double Number(string text) =>
            text switch
            {
                "NaN" => double.NaN,
                "+Inf" => double.PositiveInfinity,
                "-Inf" => double.NegativeInfinity,
                _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
            };

        private string Word(bool mayHaveColons)
        {
            var start = at;
            while (
                at < line.Length
                && (
                    char.IsAsciiLetter(line[at])
                    || line[at] == '_'
                    || (mayHaveColons && line[at] == ':')
                    || (at > start && char.IsAsciiDigit(line[at]))
                )
            )
                at++;
            Demand(at > start, $"A name is missing at {at}: {line}");
            return line[start..at];
        }

        private string Quoted()
        {
            var value = new StringBuilder();
            for (; at < line.Length && line[at] != '"'; at++)
            {
                if (line[at] != '\\')
                {
                    value.Append(line[at]);
                    continue;
                }
                at++;
                Demand(at < line.Length && line[at] is '\\' or '"' or 'n', $"An escape is none at {at}: {line}");
                value.Append(line[at] == 'n' ? '\n' : line[at]);
            }
            Demand(Take('"'), $"A quote is missing: {line}");
            return value.ToString();
        }

        private bool Take(char wanted)
        {
            if (at >= line.Length || line[at] != wanted)
                return false;
            at++;
            return true;
        }
    }
}

/// <summary>The samples under one <c># TYPE</c>.</summary>
internal sealed record PrometheusFamily(string Name, string Type, string Help, IReadOnlyList<string> SampleNames)
{
    private const string Bound = "le";

    private readonly List<PrometheusSample> samples = [];

    public IReadOnlyList<PrometheusSample> Samples => samples;

    public void Add(PrometheusSample sample)
    {
        PrometheusText.Demand(SampleNames.Contains(sample.Name), $"{sample.Name} stands under {Name}.");
        samples.Add(sample);
    }

    /// <summary>What can be said when all of it is there.</summary>
    public void Check()
    {
        var twice = samples.GroupBy(sample => sample.ToString()).FirstOrDefault(same => same.Count() > 1);
        PrometheusText.Demand(twice is null, $"{twice?.Key} stands twice.");
        if (Type == "counter")
            PrometheusText.Demand(samples.TrueForAll(sample => sample.Value >= 0), $"{Name} is less than nothing.");
        if (Type != "histogram")
            return;
        foreach (var series in samples.GroupBy(sample => sample.Without(Bound)))
        {
            var buckets = series.Where(sample => sample.Name == $"{Name}_bucket").ToArray();
            var count = series.Single(sample => sample.Name == $"{Name}_count");
            PrometheusText.Demand(
                buckets.Select(bucket => bucket.Bound).SequenceEqual(buckets.Select(bucket => bucket.Bound).Order())
                    && buckets
                        .Select(bucket => bucket.Value)
                        .SequenceEqual(buckets.Select(bucket => bucket.Value).Order()),
                $"The buckets of {Name} {series.Key} do not go up."
            );
            PrometheusText.Demand(
                buckets is [.., { Bound: double.PositiveInfinity } last] && last.Value.Equals(count.Value),
                $"The last bucket of {Name} {series.Key} is not its count."
            );
        }
    }
}

/// <summary>A number with its name and labels.</summary>
internal sealed record PrometheusSample(string Name, IReadOnlyDictionary<string, string> Labels, double Value)
{
    /// <summary>The value of a label; empty for none.</summary>
    public string this[string label] => Labels.GetValueOrDefault(label, "");

    public double Bound =>
        this["le"] == "+Inf" ? double.PositiveInfinity : double.Parse(this["le"], CultureInfo.InvariantCulture);

    public string Without(string label) =>
        string.Join(',', Labels.Where(one => one.Key != label).Select(one => $"{one.Key}={one.Value}"));

    public override string ToString() => $"{Name} {Without("")}";
}
