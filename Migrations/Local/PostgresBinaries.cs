using System.Globalization;
using System.Text.RegularExpressions;

namespace Enterprise.Migrations.Local;

/// <summary>The programs of one PostgreSQL installation, tried out.</summary>
internal sealed partial record PostgresBinaries(string Folder, int Major)
{
    /// <summary>The oldest version that the product is tested with.</summary>
    public const int OldestMajor = 14;

    private static readonly string[] Programs = ["postgres", "initdb", "pg_ctl"];

    public string InitDb => PostgresSearch.ProgramFile(Folder, "initdb");

    public string PgCtl => PostgresSearch.ProgramFile(Folder, "pg_ctl");

    /// <summary>
    /// The best installation that works, under the account that will run it. Data on disk can be read only by the version
    /// that made it, which is then the one needed.
    /// </summary>
    public static async Task<PostgresBinaries> FindAsync(
        PostgresSearch search,
        ServerAccount account,
        int? neededMajor,
        CancellationToken ct
    )
    {
        var refused = new List<string>();
        foreach (var folder in search.Folders())
        {
            var (major, fault) = await TryAsync(folder, account, ct);
            fault ??= Unfit(major, neededMajor);
            if (fault is null)
                return new PostgresBinaries(folder, major);
            refused.Add($"{folder} {fault}");
        }
        throw new LocalServerException(Explain(search, neededMajor, refused));
    }

    private static string? Unfit(int major, int? neededMajor)
    {
        if (major < OldestMajor)
            return string.Create(CultureInfo.InvariantCulture, $"is version {major}");
        return neededMajor is null || neededMajor == major
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"is version {major}, and the data was made by {neededMajor}"
            );
    }

    // A wrapper script may carry the right name and do something else, so each program has to say who it is.
    private static async Task<(int Major, string? Fault)> TryAsync(
        string folder,
        ServerAccount account,
        CancellationToken ct
    )
    {
        var major = 0;
        foreach (var program in Programs)
        {
            var file = PostgresSearch.ProgramFile(folder, program);
            if (!File.Exists(file))
                return (0, $"has no {program}");
            var said = await Tool.RunAsync(account.Command(file, "--version"), Tool.Quick, ct);
            var version = VersionLine().Match(said.Output);
            if (!said.Succeeded || !version.Success || !version.Groups["program"].ValueSpan.SequenceEqual(program))
                return (0, $"has a {program} that does not work: {said.Everything}");
            major = int.Parse(version.Groups["major"].Value, CultureInfo.InvariantCulture);
        }
        return (major, null);
    }

    private static string Explain(PostgresSearch search, int? neededMajor, List<string> refused)
    {
        var wanted = neededMajor is { } needed
            ? string.Create(CultureInfo.InvariantCulture, $"PostgreSQL {needed}")
            : string.Create(CultureInfo.InvariantCulture, $"PostgreSQL {OldestMajor} or newer");
        var where = search.PgBin is null ? "on PATH or in the usual places" : $"in PG_BIN ({search.PgBin})";
        var seen = refused.Count == 0 ? "" : "\n  seen: " + string.Join("\n  seen: ", refused);
        var way = neededMajor is null
            ? ""
            : "\nOr give up the local data: dotnet run --project Migrations -- local reset";
        return $"""
            No server programs (initdb, pg_ctl, postgres) of {wanted} {where}.{seen}
            Install them (Debian, Ubuntu: postgresql; Fedora: postgresql-server; Homebrew: postgresql@17; Windows: the installer of postgresql.org),
            or set PG_BIN to their folder, or name a server that runs: APP_DB__URL for the program, TEST_DATABASE_URL for the tests.{way}
            """;
    }

    [GeneratedRegex(
        @"^(?<program>\w+) \(PostgreSQL\) (?<major>\d+)",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex VersionLine();
}
