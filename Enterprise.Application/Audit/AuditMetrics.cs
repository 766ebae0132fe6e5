using System.Diagnostics.Metrics;
using Enterprise.Domain.Audit;

namespace Enterprise.Application.Audit;

/// <summary>
/// What the audit trail tells operators in numbers: the entries that this instance wrote. Whoever runs a statement that writes some says so
/// once it is committed, as the statement told it; what is committed without an answer is in the trail alone. It does not begin at zero:
/// of all pairs of action and outcome few can ever be.
/// </summary>
public sealed class AuditMetrics : IInstruments
{
    public const string Records = Meters.Prefix + "audit.records";

    public static readonly IReadOnlyList<InstrumentDeclaration> Declared =
    [
        new(Records, new(Meters.Action, [.. AuditAction.All]), new(Meters.Outcome, [.. AuditOutcome.All])),
    ];

    private readonly Counter<long> records;

    public AuditMetrics(IMeterFactory meters) =>
        records = meters
            .CreateOwn()
            .CreateCounter<long>(Records, "{record}", "Audit entries that this instance wrote, by action and outcome.");

    /// <summary>So many entries are committed.</summary>
    /// <param name="action">Of <see cref="AuditAction"/>.</param>
    /// <param name="outcome">Of <see cref="AuditOutcome"/>.</param>
    /// <param name="count">Also none.</param>
    public void Wrote(string action, string outcome, long count = 1)
    {
        if (count > 0)
            records.Add(
                count,
                new KeyValuePair<string, object?>(Meters.Action, action),
                new KeyValuePair<string, object?>(Meters.Outcome, outcome)
            );
    }
}
