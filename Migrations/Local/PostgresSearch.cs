using System.Collections;
using System.Globalization;

namespace Enterprise.Migrations.Local;

/// <summary>Where the server's programs are looked for.</summary>
/// <param name="PgBin">The environment's <c>PG_BIN</c>: when set, the only place.</param>
/// <param name="SearchPath">The environment's <c>PATH</c>.</param>
/// <param name="Places">Folders of programs, the versions' common part ending in <c>*</c>.</param>
internal sealed record PostgresSearch(string? PgBin, string SearchPath, IReadOnlyList<string> Places)
{
    private const string Program = "pg_ctl";

    public static string ProgramFile(string folder, string program) =>
        Path.Combine(folder, OperatingSystem.IsWindows() ? program + ".exe" : program);

    public static PostgresSearch OfThisMachine()
    {
        // These two describe the machine, not the product, so they are no options of the product.
        var environment = Environment.GetEnvironmentVariables();
        return new PostgresSearch(Text(environment, "PG_BIN"), Text(environment, "PATH") ?? "", UsualPlaces());
    }

    /// <summary>Every folder that has the programs by name, best first; whether they work is another question.</summary>
    public IEnumerable<string> Folders() =>
        PgBin is not null
            ? [PgBin]
            : OnPath().Concat(Places.SelectMany(Versions)).Where(Has).Distinct(StringComparer.Ordinal);

    private static bool Has(string folder) => File.Exists(ProgramFile(folder, Program));

    // The programs find their library and templates beside the real file, so a link is followed before its own folder is tried.
    private IEnumerable<string> OnPath() =>
        SearchPath
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(folder => Path.IsPathRooted(folder) && Has(folder))
            .SelectMany(folder => new[] { RealFolder(folder), folder });

    private static string RealFolder(string folder) =>
        File.ResolveLinkTarget(ProgramFile(folder, Program), returnFinalTarget: true) is { } file
            ? Path.GetDirectoryName(file.FullName)!
            : folder;

    private static IEnumerable<string> Versions(string place)
    {
        var star = place.IndexOf('*', StringComparison.Ordinal);
        if (star < 0)
            return [place];
        var parent = Path.GetDirectoryName(place[..star])!;
        if (!Directory.Exists(parent))
            return [];
        return Directory
            .EnumerateDirectories(parent, Path.GetFileName(place[..star]) + "*")
            .Select(folder => (Path: folder + place[(star + 1)..], Version: VersionIn(folder)))
            .Where(found => found.Version > 0)
            .OrderByDescending(found => found.Version)
            .Select(found => found.Path);
    }

    private static decimal VersionIn(string folder)
    {
        var digits = folder.Length;
        while (digits > 0 && (char.IsAsciiDigit(folder[digits - 1]) || folder[digits - 1] == '.'))
            digits--;
        return decimal.TryParse(folder[digits..], CultureInfo.InvariantCulture, out var version) ? version : 0;
    }

    private static List<string> UsualPlaces() =>
        OperatingSystem.IsWindows()
            ?
            [
                Path.Combine(
                    Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles),
                    "PostgreSQL",
                    "*",
                    "bin"
                ),
            ]
            :
            [
                "/usr/lib/postgresql/*/bin", // Debian, Ubuntu
                "/usr/pgsql-*/bin", // the PostgreSQL project's packages for Fedora and RHEL
                "/opt/homebrew/opt/postgresql@*/bin",
                "/usr/local/opt/postgresql@*/bin",
                "/Applications/Postgres.app/Contents/Versions/*/bin",
                "/usr/libexec/postgresql*", // Alpine
                "/usr/bin",
                "/usr/local/bin",
                "/usr/local/pgsql/bin",
            ];

    private static string? Text(IDictionary environment, string name) =>
        environment[name] is string { Length: > 0 } text ? text : null;
}
