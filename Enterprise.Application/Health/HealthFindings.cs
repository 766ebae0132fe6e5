namespace Enterprise.Application.Health;

/// <summary>What decides whether an instance should get requests.</summary>
/// <param name="Startup">The database was found migrated once, and what is slow the first time was done; from then on for good.</param>
/// <param name="Database">It answered lately, and takes writes.</param>
/// <param name="Migrations">It had every migration of this build when it answered last: a database that is away is the other finding.</param>
/// <param name="Keys">There is a key that can sign now.</param>
/// <param name="Draining">The instance is not stopping.</param>
public readonly record struct HealthFindings(bool Startup, bool Database, bool Migrations, bool Keys, bool Draining)
{
    /// <summary>The names of the checks, in the order of the findings.</summary>
    public static readonly IReadOnlyList<string> Names = ["startup", "database", "migrations", "keys", "draining"];

    /// <summary>All hold.</summary>
    public bool AreGood => this is (true, true, true, true, true);

    /// <summary>Whether one holds, by its place among <see cref="Names"/>.</summary>
    public bool this[int check] =>
        check switch
        {
            0 => Startup,
            1 => Database,
            2 => Migrations,
            3 => Keys,
            4 => Draining,
            _ => throw new ArgumentOutOfRangeException(nameof(check)),
        };
}
