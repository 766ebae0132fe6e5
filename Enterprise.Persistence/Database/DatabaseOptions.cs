using System.Text.RegularExpressions;
using Enterprise.Application.Configuration;
using Microsoft.Extensions.Options;

namespace Enterprise.Persistence.Database;

/// <summary>Where the database is and how it is spoken to (<c>APP_DB__...</c>).</summary>
public sealed class DatabaseOptions
{
    public const string Section = "Db";

    /// <summary>Stands in metrics and spans instead of the connection string.</summary>
    public const string PoolName = "enterprise-api";

    /// <summary><c>postgres://user:password@host:5432/name</c>, also with several hosts, or <c>Host=...;Database=...</c>.</summary>
    public string Url { get; set; } = "";

    /// <summary>The same for whom the tables belong to, to migrate; empty: <see cref="Url"/>. Never what requests are served with.</summary>
    public string OwnerUrl { get; set; } = "";

    /// <summary>
    /// The same past a pooler, for what needs a session of its own: hearing of revocations; empty: <see cref="Url"/>. It has to lead to
    /// the same server and database.
    /// </summary>
    public string DirectUrl { get; set; } = "";

    /// <summary>The role without login that the application acts as: <c>a-z</c>, <c>0-9</c> and <c>_</c>, at most 63.</summary>
    public string ApplicationRole { get; set; } = "enterprise_application";

    /// <summary>Connections at the most: 1 to 1000.</summary>
    public int MaxPoolSize { get; set; } = 20;

    /// <summary>Connections kept when idle: 0 to <see cref="MaxPoolSize"/>.</summary>
    public int MinPoolSize { get; set; } = 5;

    /// <summary>Seconds to wait for a connection, new or from the pool: 1 to 30.</summary>
    public int ConnectSeconds { get; set; } = 2;

    /// <summary>Seconds that a statement may take: 1 to 60.</summary>
    public int CommandSeconds { get; set; } = 3;

    /// <summary>
    /// Milliseconds that a request waits for one use of the database, a connection from the pool included, whatever the server or the
    /// network do; then 503: 100 to 60000.
    /// </summary>
    public int WaitMilliseconds { get; set; } = 1500;

    /// <summary>Milliseconds after which a server that does not answer the probe is away, unless it answers requests: 100 to 60000.</summary>
    public int ProbeMilliseconds { get; set; } = 1000;

    /// <summary>Minutes after which an idle connection beyond the minimum is closed: 1 to 60.</summary>
    public int IdleMinutes { get; set; } = 10;

    /// <summary>Apply pending migrations before serving, instead of with the command for it.</summary>
    public bool MigrateAtStart { get; set; }

    /// <summary><see cref="WaitMilliseconds"/>.</summary>
    internal TimeSpan Wait => TimeSpan.FromMilliseconds(WaitMilliseconds);

    /// <summary>Where migrations are applied.</summary>
    internal string UrlOfOwner => OwnerUrl.Length > 0 ? OwnerUrl : Url;

    /// <summary>Whether what listens takes another way than requests do.</summary>
    internal bool HasDirectWay => DirectUrl.Length > 0;

    /// <summary>Where revocations are heard of.</summary>
    internal string UrlOfFeed => HasDirectWay ? DirectUrl : Url;
}

/// <summary>Lists everything that is wrong with the <see cref="DatabaseOptions"/> in one go.</summary>
public sealed partial class DatabaseOptionsValidator : IValidateOptions<DatabaseOptions>
{
    private const string NotAUrl = "is neither a postgres:// URL nor a key=value connection string with a host";

    public ValidateOptionsResult Validate(string? name, DatabaseOptions options) =>
        new SettingFaults()
            .Required("APP_DB__URL", options.Url)
            .Check("APP_DB__URL", options.Url.Length == 0 || ConnectionSettings.TryParse(options.Url, out _), NotAUrl)
            .Check(
                "APP_DB__OWNER_URL",
                options.OwnerUrl.Length == 0 || ConnectionSettings.TryParse(options.OwnerUrl, out _),
                NotAUrl
            )
            .Check(
                "APP_DB__DIRECT_URL",
                options.DirectUrl.Length == 0 || ConnectionSettings.TryParse(options.DirectUrl, out _),
                NotAUrl
            )
            .Check(
                "APP_DB__APPLICATION_ROLE",
                IsRole(options.ApplicationRole),
                "must be 1 to 63 of a-z, 0-9 and _, the first no digit, and no name that PostgreSQL reserves"
            )
            .Check(
                "APP_DB__APPLICATION_ROLE",
                !new[] { options.Url, options.OwnerUrl, options.DirectUrl }.Any(url =>
                    IsLogin(options.ApplicationRole, url)
                ),
                "must not be a role that signs in: it is granted to the one that does"
            )
            .Range("APP_DB__MAX_POOL_SIZE", options.MaxPoolSize, 1, 1000)
            .Range("APP_DB__MIN_POOL_SIZE", options.MinPoolSize, 0, options.MaxPoolSize)
            .Range("APP_DB__CONNECT_SECONDS", options.ConnectSeconds, 1, 30)
            .Range("APP_DB__COMMAND_SECONDS", options.CommandSeconds, 1, 60)
            .Range("APP_DB__WAIT_MILLISECONDS", options.WaitMilliseconds, 100, 60_000)
            .Range("APP_DB__PROBE_MILLISECONDS", options.ProbeMilliseconds, 100, 60_000)
            .Range("APP_DB__IDLE_MINUTES", options.IdleMinutes, 1, 60)
            .Result();

    /// <summary>SET ROLE takes <c>none</c> for no role at all.</summary>
    private static bool IsRole(string name) =>
        PlainName().IsMatch(name)
        && name is not ("none" or "public")
        && !name.StartsWith("pg_", StringComparison.Ordinal);

    private static bool IsLogin(string role, string url) =>
        ConnectionSettings.TryParse(url, out var settings) && settings.Username == role;

    [GeneratedRegex(@"\A[a-z_][a-z0-9_]{0,62}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PlainName();
}
