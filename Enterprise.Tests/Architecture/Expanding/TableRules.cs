using System.Text.RegularExpressions;

namespace Enterprise.Tests.Architecture.Expanding;

/// <summary>Judges the actions of an <c>ALTER TABLE</c>.</summary>
internal static partial class TableRules
{
    public static IEnumerable<Offence> Judge(string table, string actions, ExpandScene scene) =>
        scene.IsNew(table) ? [] : SqlText.Parts(actions).SelectMany(action => JudgeAction(table, action, scene));

    /// <summary>A default that is the same for all rows is kept once, beside them; any other is written into each.</summary>
    public static bool IsOneForAllRows(string expression) => OneForAllRows().IsMatch(expression);

    private static IEnumerable<Offence> JudgeAction(string table, string action, ExpandScene scene)
    {
        if (Harmless().IsMatch(action))
            return [];
        if (AddConstraint().Match(action) is { Success: true } constraint)
            return JudgeConstraint(table, action, constraint.Groups["name"].Value, scene);
        if (Validate().Match(action) is { Success: true } validated)
            return scene.HoldsLockOf(validated.Groups["name"].Value)
                ?
                [
                    Offence.Stalls(
                        $"{table}: VALIDATE belongs into the migration after the one that adds the constraint"
                    ),
                ]
                : [];
        if (AddColumn().Match(action) is { Success: true } column)
            return JudgeColumn(table, column, scene);
        if (NoDefault().IsMatch(action))
            return [Offence.Breaks($"{table}: '{action}' takes what an older program leaves out")];
        return NotNull().IsMatch(action)
            ?
            [
                Offence.Breaks($"{table}: '{action}' refuses what an older program writes"),
                .. scene.IsSmall(table) ? [] : (Offence[])[Offence.Stalls($"{table}: '{action}' looks at every row")],
            ]
            : JudgeRest(table, action, scene);
    }

    private static IEnumerable<Offence> JudgeRest(string table, string action, ExpandScene scene) =>
        Retype().IsMatch(action) && !scene.IsSmall(table)
            ? [Offence.Breaks($"{table}: '{action}'"), Offence.Stalls($"{table}: '{action}' may write every row anew")]
            : [Offence.Breaks($"{table}: '{action}' is not known to be harmless")];

    private static IEnumerable<Offence> JudgeConstraint(string table, string action, string name, ExpandScene scene)
    {
        if (!scene.LeavesEmpty(table, SqlText.Parts(Covered().Match(action).Groups["columns"].Value)))
            yield return Offence.Breaks($"{table}: '{action}' may refuse what an older program writes");
        if (action.EndsWith(" not valid", StringComparison.Ordinal))
            scene.AddUnchecked(name);
        else if (!scene.IsSmall(table) && !action.Contains(" using index ", StringComparison.Ordinal))
            yield return Offence.Stalls(
                $"{table}: '{action}' looks at every row; NOT VALID first and VALIDATE in the next migration, or USING INDEX"
            );
    }

    private static IEnumerable<Offence> JudgeColumn(string table, Match added, ExpandScene scene)
    {
        var (column, rest) = (added.Groups["name"].Value, added.Groups["rest"].Value);
        var given = Default().Match(rest);
        var isMadeByRow = Generated().IsMatch(rest);
        if (rest.Contains("not null", StringComparison.Ordinal) && !given.Success && !isMadeByRow)
            yield return Offence.Breaks(
                $"{table}.{column} is NOT NULL without a default: an older program leaves it out"
            );
        if (given.Success && Unique().IsMatch(rest))
            yield return Offence.Breaks($"{table}.{column} is the same in each row that an older program writes");
        if (!given.Success && !isMadeByRow && !added.Groups["maybe"].Success)
            scene.MakeEmpty(table, column);
        if (scene.IsSmall(table))
            yield break;
        if (isMadeByRow || (given.Success && !IsOneForAllRows(given.Groups["value"].Value)))
            yield return Offence.Stalls($"{table}.{column} differs from row to row: every row is written anew");
        if (Inline().IsMatch(rest))
            yield return Offence.Stalls(
                $"{table}.{column} has a constraint of its own, for which every row is looked at"
            );
    }

    [GeneratedRegex(
        """
            ^(
                alter\ (column\ )?\S+\ (set\ default|set\ statistics|set\ storage|set\ compression|set\ \(|reset\ \()
                | set\ \( | reset\ \( | attach\ partition\ 
            )
            """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Harmless();

    [GeneratedRegex(
        @"^add (constraint (?<name>\S+) )?(check|foreign key|unique|primary key|exclude|not null)\b",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex AddConstraint();

    /// <summary>Of which an empty one is enough for the rule not to count.</summary>
    [GeneratedRegex(
        @"^add (constraint \S+ )?(unique|foreign key) ?\((?<columns>[^)]+)\)",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Covered();

    [GeneratedRegex(@"^validate constraint (?<name>\S+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Validate();

    [GeneratedRegex(
        @"^add (column )?(?<maybe>if not exists )?(?<name>\S+) (?<rest>.+)$",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex AddColumn();

    [GeneratedRegex(@"^alter (column )?\S+ set not null$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NotNull();

    [GeneratedRegex(@"^alter (column )?\S+ drop default$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NoDefault();

    [GeneratedRegex(@"^alter (column )?\S+ (set data )?type ", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Retype();

    [GeneratedRegex(@"\bdefault (?<value>.+?)( not null| null|$)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Default();

    [GeneratedRegex(@"\bgenerated\b|^(small|big)?serial\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Generated();

    [GeneratedRegex(@"\b(references|check|unique|primary key)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Inline();

    [GeneratedRegex(@"\b(unique|primary key)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Unique();

    [GeneratedRegex(
        @"^(''|e''|-?[\d.]+|true|false|null|now\(\)|current_timestamp)(::[a-z0-9_ ()\[\]]+)?$",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex OneForAllRows();
}
