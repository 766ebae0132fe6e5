namespace Enterprise.Tests.Architecture.Expanding;

/// <summary>What a migration has done so far, on which it depends what it may do next.</summary>
/// <param name="isTransaction">All of it is one transaction, so a lock is held to its end.</param>
internal sealed class ExpandScene(bool isTransaction)
{
    /// <summary>
    /// Tables that stay small whatever happens: with their few rows, an index or a check is made in no time. Every other one has as many
    /// rows as people, or more.
    /// </summary>
    private static readonly string[] Small = ["roles", "role_claims"];

    private readonly HashSet<string> made = [];
    private readonly HashSet<string> cleared = [];
    private readonly HashSet<string> unasked = [];
    private readonly HashSet<(string Table, string Column)> empty = [];
    private readonly HashSet<string> functions = [];

    public bool IsTransaction => isTransaction;

    /// <summary>A table of this migration: nobody uses it yet.</summary>
    public void Make(string table) => made.Add(table);

    public bool IsNew(string table) => made.Contains(table);

    /// <summary>What takes time in proportion to the rows may be done to it.</summary>
    public bool IsSmall(string table) => IsNew(table) || Small.Contains(table);

    /// <summary>A column of this migration that is empty wherever an older program writes a row.</summary>
    public void MakeEmpty(string table, string column) => empty.Add((table, column));

    /// <summary>A rule about these columns holds for each row in which one of them is empty.</summary>
    public bool LeavesEmpty(string table, IEnumerable<string> columns) =>
        columns.Any(column => empty.Contains((table, column)));

    /// <summary>A function of this migration: nobody looked into what it does.</summary>
    public void MakeFunction(string function) => functions.Add(function);

    public bool Calls(string statement) =>
        functions.Any(function => statement.Contains($"{function}(", StringComparison.Ordinal));

    /// <summary>Locks are waited for without a bound, and everybody else waits behind whoever does.</summary>
    public bool WaitsForLocks { get; set; }

    /// <summary>An index that a failed attempt may have left was taken away.</summary>
    public void Clear(string index) => cleared.Add(index);

    /// <summary>Whether it was taken away before it is made; from here on it is there.</summary>
    public bool TryRemake(string index) => cleared.Remove(index);

    /// <summary>The indexes that were only taken away.</summary>
    public IEnumerable<string> OnlyCleared => cleared;

    /// <summary>A constraint that new rows have to keep, and old ones were not asked about.</summary>
    public void AddUnchecked(string constraint) => unasked.Add(constraint);

    /// <summary>The lock of what was added is held while every row is looked at.</summary>
    public bool HoldsLockOf(string constraint) => isTransaction && unasked.Contains(constraint);
}
