using System.Text;

namespace Enterprise.Tests.Api.Authentication;

/// <summary>The access matrix as a table for people: routes as rows, what they need and what each caller gets as columns.</summary>
/// <param name="Rows">By route (and variant), each cell by its column.</param>
internal sealed record AccessTable(IReadOnlyList<(string Row, IReadOnlyList<string> Cells)> Rows)
{
    /// <summary>Wider than any route, so that a new one moves no other line.</summary>
    private const int RowWidth = 60;

    private const int NeedsWidth = 15;

    private const string Heading = """
        # Who gets what

        The status that each caller gets from each route, for a request that is in order and about things that exist. Written by
        `AccessMatrixTests`, which fails where the program answers otherwise; `UPDATE_GOLDEN=true` writes it anew.

        - **anonymous** sends no token.
        - **user** has the role `user` and acts on their own account wherever the route is about one.
        - **other** has it too, and acts on somebody else's account, as all the following do.
        - A **permission**: somebody who holds this one and no other.
        - **admin** has the role `admin`.


        """;

    private static readonly string[] Columns = ["Needs", .. AccessCaller.All.Select(caller => caller.Name)];

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static AccessTable Parse(string text) =>
        new([
            .. text.Split('\n')
                .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
                // The names of the columns, and the line below them.
                .Skip(2)
                .Select(line => line.Split('|', StringSplitOptions.TrimEntries)[1..^1])
                .Select(cells => (cells[0].Trim('`'), (IReadOnlyList<string>)cells[1..])),
        ]);

    /// <summary>What is otherwise here than it was before, each cell by route and caller.</summary>
    public IEnumerable<string> ChangesSince(AccessTable before)
    {
        var (was, now) = (before.Rows.ToDictionary(), Rows.ToDictionary());
        foreach (var row in was.Keys.Except(now.Keys))
            yield return $"{row}: is gone";
        foreach (var (row, cells) in Rows)
            if (!was.TryGetValue(row, out var old))
                yield return $"{row}: is new";
            else if (old.Count != Columns.Length)
                yield return $"{row}: had {old.Count} columns, has {Columns.Length}";
            else
                foreach (var (column, from, to) in Columns.Zip(old, cells).Where(cell => cell.Second != cell.Third))
                    yield return $"{row}, {column}: was {from}, is {to}";
    }

    public override string ToString()
    {
        var text = new StringBuilder(Heading.ReplaceLineEndings("\n"));
        Append(text, "Route", Columns, ' ');
        Append(text, new string('-', RowWidth), [.. Columns.Select(column => new string('-', Width(column)))], '-');
        foreach (var (row, cells) in Rows)
            Append(text, $"`{row}`", cells, ' ');
        return text.ToString();
    }

    private static void Append(StringBuilder text, string row, IReadOnlyList<string> cells, char fill)
    {
        text.Append("| ").Append(row.PadRight(RowWidth, fill)).Append(" |");
        foreach (var (column, cell) in Columns.Zip(cells))
            text.Append(' ').Append(cell.PadRight(Width(column), fill)).Append(" |");
        text.Append('\n');
    }

    private static int Width(string column) => column == Columns[0] ? NeedsWidth : column.Length;
}
