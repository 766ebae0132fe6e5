using Enterprise.Application.Lists;
using Enterprise.Application.Sessions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Enterprise.Benchmarks;

/// <summary>What the list of people is asked, by name; the cursors are those of one database.</summary>
internal static class UserQuestions
{
    private static readonly Cursors Cursors = new(Options.Create(new JwtOptions { RefreshSecret = Lab.RefreshSecret }));

    public static async Task<IReadOnlyList<(string Name, string Query)>> AllAsync(
        NpgsqlDataSource database,
        int people
    ) => [.. Plain(), .. await ByCursorAsync(database, people)];

    private static IEnumerable<(string Name, string Query)> Plain()
    {
        foreach (var sort in (string[])["-created_at", "created_at", "email", "-email", "name", "-name"])
            yield return ($"first page, {sort}", $"sort={sort}");
        foreach (var sort in (string[])["-created_at", "email", "name"])
            yield return ($"page 500, {sort}", $"sort={sort}&page=500");
        (string Name, string Term)[] terms =
        [
            ("3 people", People.Rare),
            ("1 in 1000", People.OneInThousand),
            ("1 in 100", People.OneInHundred),
            ("1 in 10", People.OneInTen),
            ("everybody", People.Common),
            ("nobody", "no-such-person"),
            ("2 letters", "an"),
            ("2 letters of nobody", "qx"),
        ];
        foreach (var (name, term) in terms)
        foreach (var sort in (string[])["-created_at", "email", "name"])
            yield return ($"q: {name}, {sort}", $"q={term}&sort={sort}");
        foreach (var filter in (string[])["role=admin", "role=user", "status=locked", "status=active"])
        foreach (var sort in (string[])["-created_at", "email", "name"])
            yield return ($"{filter}, {sort}", $"{filter}&sort={sort}");
        foreach (var (name, term) in terms)
        foreach (var role in (string[])["admin", "user"])
            yield return ($"q: {name}, role={role}", $"q={term}&role={role}");
        yield return ("q: everybody, status=locked", $"q={People.Common}&status=locked");
    }

    private static async Task<IEnumerable<(string Name, string Query)>> ByCursorAsync(
        NpgsqlDataSource database,
        int people
    )
    {
        List<(string Name, string Query)> found = [];
        (string Sort, string Key)[] sorts = [("created_at", "''"), ("email", "normalized_email"), ("name", "name_key")];
        foreach (var (sort, key) in sorts)
        foreach (var (place, skip) in ((string, int)[])[("middle", people / 2), ("end", people - 15)])
        {
            var order = sort == "created_at" ? "id" : $"{key}, id";
            await using var command = database.CreateCommand(
                FormattableString.Invariant($"SELECT {key}, id FROM users ORDER BY {order} OFFSET {skip} LIMIT 1")
            );
            await using var reader = await command.ExecuteReaderAsync();
            await reader.ReadAsync();
            // As the service writes it for a list without filters.
            var cursor = Cursors.Write(new Position(reader.GetString(0), reader.GetGuid(1)), $"users\n{sort}\n\n\n");
            found.Add(($"cursor at the {place}, {sort}", $"sort={sort}&cursor={cursor}"));
        }
        return found;
    }
}
