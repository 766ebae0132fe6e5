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

    /// <summary>Connections at the most: 1 to 1000.</summary>
    public int MaxPoolSize { get; set; } = 20;

    /// <summary>Connections kept when idle: 0 to <see cref="MaxPoolSize"/>.</summary>
    public int MinPoolSize { get; set; } = 5;

    /// <summary>Seconds to wait for a connection, new or from the pool: 1 to 30.</summary>
    public int ConnectSeconds { get; set; } = 2;

    /// <summary>Seconds that a statement may take: 1 to 60.</summary>
    public int CommandSeconds { get; set; } = 3;

    /// <summary>Minutes after which an idle connection beyond the minimum is closed: 1 to 60.</summary>
    public int IdleMinutes { get; set; } = 10;

    /// <summary>Apply pending migrations before serving, instead of with the command for it.</summary>
    public bool MigrateAtStart { get; set; }
}

/// <summary>Lists everything that is wrong with the <see cref="DatabaseOptions"/> in one go.</summary>
public sealed class DatabaseOptionsValidator : IValidateOptions<DatabaseOptions>
{
    public ValidateOptionsResult Validate(string? name, DatabaseOptions options) =>
        new SettingFaults()
            .Required("APP_DB__URL", options.Url)
            .Check(
                "APP_DB__URL",
                options.Url.Length == 0 || ConnectionSettings.TryParse(options.Url, out _),
                "is neither a postgres:// URL nor a key=value connection string with a host"
            )
            .Range("APP_DB__MAX_POOL_SIZE", options.MaxPoolSize, 1, 1000)
            .Range("APP_DB__MIN_POOL_SIZE", options.MinPoolSize, 0, options.MaxPoolSize)
            .Range("APP_DB__CONNECT_SECONDS", options.ConnectSeconds, 1, 30)
            .Range("APP_DB__COMMAND_SECONDS", options.CommandSeconds, 1, 60)
            .Range("APP_DB__IDLE_MINUTES", options.IdleMinutes, 1, 60)
            .Result();
}
