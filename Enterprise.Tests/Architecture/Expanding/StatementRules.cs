using System.Text.RegularExpressions;

namespace Enterprise.Tests.Architecture.Expanding;

/// <summary>
/// Judges a statement of a migration. What it does not know to be harmless is refused: a list of what does harm would never be whole.
/// </summary>
internal static partial class StatementRules
{
    private const string Concurrently =
        "an index on a table in use is made CONCURRENTLY: migrationBuilder.CreateIndexWhileInUse";

    public static IEnumerable<Offence> Judge(string statement, ExpandScene scene)
    {
        if (LockTimeout().Match(statement) is { Success: true } bound)
            return JudgeBound(bound.Groups["value"].Value, scene);
        if (scene.WaitsForLocks && !MakesIndexInUse().IsMatch(statement))
            return [Offence.Stalls($"'{statement}' waits for its lock without a bound, and others wait behind it")];
        if (Routine().Match(statement) is { Success: true } routine)
            return Make(routine, scene);
        if (scene.Calls(statement) && !OnlyNames().IsMatch(statement))
            return [Offence.Breaks($"'{statement}' runs a function of this migration, which nobody looked into")];
        if (Harmless().IsMatch(statement))
            return [];
        if (CreateTable().Match(statement) is { Success: true } table)
            return JudgeTable(table, scene);
        if (CreateIndex().Match(statement) is { Success: true } index)
            return JudgeIndex(index, scene);
        if (DropIndexConcurrently().Match(statement) is { Success: true } cleared)
            return Clear(cleared, scene);
        if (AlterTable().Match(statement) is { Success: true } altered)
            return TableRules.Judge(altered.Groups["table"].Value, altered.Groups["actions"].Value, scene);
        if (Update().Match(statement) is { Success: true } update)
            return scene.IsSmall(update.Groups["table"].Value)
                ? []
                :
                [
                    Offence.Stalls(
                        $"'{statement}' locks every row until it ends: fill in batches, outside a migration"
                    ),
                ];
        return [Offence.Breaks($"'{statement}' is not known to be harmless")];
    }

    private static IEnumerable<Offence> JudgeTable(Match table, ExpandScene scene)
    {
        // What is there already is left as it is.
        if (!table.Groups["maybe"].Success)
            scene.Make(table.Groups["table"].Value);
        return table.Groups["parent"] is { Success: true } parent && !scene.IsNew(parent.Value)
            ? [Offence.Stalls($"a part of {parent.Value} is made as a table of its own and attached")]
            : [];
    }

    private static IEnumerable<Offence> JudgeIndex(Match index, ExpandScene scene)
    {
        var (name, table) = (index.Groups["name"].Value, index.Groups["table"].Value);
        if (
            index.Groups["unique"].Success
            && !scene.IsNew(table)
            && !scene.LeavesEmpty(table, SqlText.Parts(index.Groups["columns"].Value))
        )
            yield return Offence.Breaks($"{name} may refuse what an older program writes");
        // ONLY on the parent of parts is an empty shell that the parts' own are attached to.
        if (scene.IsSmall(table) || index.Groups["only"].Success)
            yield break;
        if (!index.Groups["concurrently"].Success)
            yield return Offence.Stalls($"{name}: {Concurrently}");
        else if (scene.IsTransaction)
            yield return Offence.Stalls($"{name}: CONCURRENTLY cannot be in a transaction");
        else if (!scene.TryRemake(name))
            yield return Offence.Stalls(
                $"{name}: an attempt that fails leaves an index that is never used; DROP INDEX CONCURRENTLY IF EXISTS goes first"
            );
    }

    /// <summary>The migrator's own bound holds in every transaction; only what waits without harm may do without.</summary>
    private static Offence[] JudgeBound(string value, ExpandScene scene)
    {
        if (scene.IsTransaction || value is not ("0" or "''"))
            return
            [
                Offence.Stalls(
                    "lock_timeout is the migrator's; without it, one lock that is not to be had stops everybody"
                ),
            ];
        scene.WaitsForLocks = value == "0";
        return [];
    }

    private static Offence[] Make(Match routine, ExpandScene scene)
    {
        scene.MakeFunction(routine.Groups["name"].Value);
        return [];
    }

    private static IEnumerable<Offence> Clear(Match cleared, ExpandScene scene)
    {
        scene.Clear(cleared.Groups["name"].Value);
        return scene.IsTransaction ? [Offence.Stalls("CONCURRENTLY cannot be in a transaction")] : [];
    }

    [GeneratedRegex(
        """
            ^(
                create\ (or\ replace\ )?(trigger|view)\b
                | create\ (sequence|type|extension|schema|statistics|collation)\b
                | alter\ function\ .*\ (set|reset)\ search_path\b
                | alter\ index\ \S+\ (attach\ partition|alter\ column\ \S+\ set\ statistics|set\ \(|reset\ \()
                | alter\ type\ \S+\ add\ value\b
                | comment\ on\ | grant\ | revoke\ .*\ from\ public$ | insert\ into\ | analyze\b
                | select\ make_audit_partitions\(\)$ | (re)?set\ statement_timeout\b
            )
            """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Harmless();

    [GeneratedRegex(
        @"^create (unlogged )?table (?<maybe>if not exists )?(?<table>[^\s(]+)( partition of (?<parent>[^\s(]+))?",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex CreateTable();

    [GeneratedRegex(
        @"^create (?<unique>unique )?index (?<concurrently>concurrently )?(if not exists )?(?<name>\S+) on (?<only>only )?(?<table>[^\s(]+)( ?\((?<columns>[^)]+)\)(?!.*\bnulls not distinct\b))?",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex CreateIndex();

    /// <summary>Names a function without running it; one that an index runs may change nothing.</summary>
    [GeneratedRegex(
        @"^(create (or replace )?(trigger|view|(unique )?index)|comment on|alter function|grant|revoke)\b",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex OnlyNames();

    [GeneratedRegex(@"^(create (unique )?|drop )index concurrently ", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MakesIndexInUse();

    [GeneratedRegex(
        @"^(set lock_timeout ?(=|to) ?|reset lock_timeout$)(?<value>.*)$",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex LockTimeout();

    [GeneratedRegex(@"^create (or replace )?(function|procedure) (?<name>[^\s(]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Routine();

    [GeneratedRegex(@"^drop index concurrently if exists (?<name>\S+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DropIndexConcurrently();

    [GeneratedRegex(
        @"^alter table (if exists )?(only )?(?<table>\S+) (?<actions>.+)$",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex AlterTable();

    [GeneratedRegex(@"^update (only )?(?<table>\S+) ", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Update();
}
