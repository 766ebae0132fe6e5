using Enterprise.Api.Telemetry;
using Enterprise.Application;

namespace Enterprise.Tests.Support;

/// <summary>Holds what was measured to what is declared.</summary>
internal static class Declarations
{
    /// <summary>Every measurement of our own has exactly the tags of its declaration, each with a value of the set.</summary>
    public static void AssertKept(MeterLab meters)
    {
        var declared = MeterChoice.Declared.ToDictionary(instrument => instrument.Name, StringComparer.Ordinal);
        foreach (
            var series in meters
                .Seen.Where(measured => measured.Instrument.StartsWith(Meters.Prefix, StringComparison.Ordinal))
                .Select(measured => (measured.Instrument, measured.Tags))
                .Distinct()
        )
            Assert.That(
                SeriesOf(declared[series.Instrument]),
                Does.Contain(series.Tags),
                $"{series.Instrument} {series.Tags}"
            );
    }

    /// <summary>All series that an instrument can have, as <see cref="MeterLab"/> spells them.</summary>
    public static HashSet<string> SeriesOf(InstrumentDeclaration instrument) =>
        instrument
            .Tags.Aggregate(
                (IEnumerable<string>)[""],
                (all, tag) =>
                    all.SelectMany(before => tag.Values.Select(value => $"{before} {tag.Name}={value}".TrimStart()))
            )
            .ToHashSet(StringComparer.Ordinal);
}
