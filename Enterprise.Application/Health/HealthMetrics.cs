using System.Diagnostics.Metrics;
using Enterprise.Application.Abstractions;

namespace Enterprise.Application.Health;

/// <summary>What the instance knows of its own health, in numbers; observed, and answered from memory.</summary>
public sealed class HealthMetrics : IInstruments
{
    public const string PendingMigrations = Meters.Prefix + "migration.pending";
    public const string BreakerOpen = Meters.Prefix + "database.breaker.open";
    public const string BreakerOpenings = Meters.Prefix + "database.breaker.openings";
    public const string ReadinessCheck = Meters.Prefix + "readiness.check";
    public const string Check = "check";

    public static readonly IReadOnlyList<InstrumentDeclaration> Declared =
    [
        new(PendingMigrations),
        new(BreakerOpen),
        new(BreakerOpenings),
        new(ReadinessCheck, new TagDeclaration(Check, HealthFindings.Names)),
    ];

    private static readonly KeyValuePair<string, object?>[] Tags =
    [
        .. HealthFindings.Names.Select(name => new KeyValuePair<string, object?>(Check, name)),
    ];

    public HealthMetrics(IMeterFactory meters, IDatabaseState database, InstanceHealth health)
    {
        var meter = meters.CreateOwn();
        meter.CreateObservableGauge(
            PendingMigrations,
            () => Pending(database),
            "{migration}",
            "Migrations of this build that the database lacks; nothing until it has answered."
        );
        meter.CreateObservableGauge(
            BreakerOpen,
            () => database.IsBreakerOpen ? 1 : 0,
            description: "1 while the database is away and nobody is let through to it, else 0."
        );
        meter.CreateObservableCounter(
            BreakerOpenings,
            () => database.BreakerOpenings,
            "{opening}",
            "How often the database was found away."
        );
        meter.CreateObservableGauge(
            ReadinessCheck,
            () => Readiness(health.Look()),
            description: "What GET /ready shows by check: 1 for ok, 0 for failed."
        );
    }

    private static IEnumerable<Measurement<int>> Pending(IDatabaseState database) =>
        database.PendingMigrations is { } pending ? [new Measurement<int>(pending)] : [];

    private static IEnumerable<Measurement<int>> Readiness(HealthFindings findings) =>
        Tags.Select((tag, check) => new Measurement<int>(findings[check] ? 1 : 0, tag));
}
