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
        scene.Make(table.Groups["table"].Value);
        return table.Groups["parent"] is { Success: true } parent && !scene.IsNew(parent.Value)
            ? [Offence.Stalls($"a part of {parent.Value} is made as a table of its own and attached")]
            : [];
    }

    private static IEnumerable<Offence> JudgeIndex(Match index, ExpandScene scene)
    {
        var (name, table) = (index.Groups["name"].Value, index.Groups["table"].Value);
        // ONLY on the parent of parts is an empty shell that the parts' own are attached to.
        if (scene.IsSmall(table) || index.Groups["only"].Success)
            return [];
        if (!index.Groups["concurrently"].Success)
            return [Offence.Stalls($"{name}: {Concurrently}")];
        return scene.IsTransaction ? [Offence.Stalls($"{name}: CONCURRENTLY cannot be in a transaction")]
            : scene.TryRemake(name) ? []
            :
            [
                Offence.Stalls(
                    $"{name}: an attempt that fails leaves an index that is never used; DROP INDEX CONCURRENTLY IF EXISTS goes first"
                ),
            ];
    }

    private static IEnumerable<Offence> Clear(Match cleared, ExpandScene scene)
    {
        scene.Clear(cleared.Groups["name"].Value);
        return scene.IsTransaction ? [Offence.Stalls("CONCURRENTLY cannot be in a transaction")] : [];
    }

    [GeneratedRegex(
        """
            ^(
                create\ (or\ replace\ )?(function|procedure|trigger|view)\b
                | create\ (sequence|type|extension|schema|statistics|collation)\b
                | alter\ function\ .*\ (set|reset)\ search_path\b
                | alter\ index\ \S+\ (attach\ partition|alter\ column\ \S+\ set\ statistics|set\ \(|reset\ \()
                | alter\ type\ \S+\ add\ value\b
                | comment\ on\ | grant\ | revoke\ .*\ from\ public$ | insert\ into\ | select\ | analyze\b
                | set\ (lock_timeout|statement_timeout)\b | reset\ (lock_timeout|statement_timeout)$
            )
            """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Harmless();

    [GeneratedRegex(
        @"^create (unlogged )?table (if not exists )?(?<table>[^\s(]+)( partition of (?<parent>[^\s(]+))?",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex CreateTable();

    [GeneratedRegex(
        @"^create (unique )?index (?<concurrently>concurrently )?(if not exists )?(?<name>\S+) on (?<only>only )?(?<table>[^\s(]+)",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex CreateIndex();

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
