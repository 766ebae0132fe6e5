using System.Data.Common;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Enterprise.Persistence.Database;

/// <summary>Makes the pools: one that serves, and two of one connection each, for the probe and for revocations.</summary>
internal static class DataSources
{
    private const string Name = DatabaseOptions.PoolName;

    public static NpgsqlDataSource Create(DatabaseOptions options, ILoggerFactory logs) =>
        Build(Read(options, pool => SetPool(pool, options.MinPoolSize, options.MaxPoolSize)), logs, Name);

    public static NpgsqlDataSource CreateForProbe(DatabaseOptions options, ILoggerFactory logs) =>
        Build(Read(options, pool => SetPool(pool, 0, 1)), logs, Name + "-probe");

    /// <summary>Without a pool: a connection that a frozen server keeps busy must not stand in the way of the next.</summary>
    public static NpgsqlDataSource CreateForFeed(DatabaseOptions options, ILoggerFactory logs) =>
        Build(Read(options, pool => pool.Pooling = false), logs, Name + "-revocations");

    private static void SetPool(NpgsqlConnectionStringBuilder settings, int least, int most)
    {
        settings.Pooling = true;
        settings.MinPoolSize = least;
        settings.MaxPoolSize = most;
    }

    /// <summary>What the URL says itself, as a parameter, is stronger than a setting of its own; the size of the pool is not its business.</summary>
    private static NpgsqlConnectionStringBuilder Read(
        DatabaseOptions options,
        Action<NpgsqlConnectionStringBuilder> setPool
    )
    {
        if (!ConnectionSettings.TryParse(options.Url, out var settings))
            throw new InvalidOperationException("The settings were not validated.");
        Default(settings, "Application Name", Name);
        Default(settings, "Timeout", options.ConnectSeconds);
        Default(settings, "Command Timeout", options.CommandSeconds);
        Default(settings, "Connection Idle Lifetime", options.IdleMinutes * 60);
        // PgBouncer before 1.21 cannot keep prepared statements: "Max Auto Prepare=0" turns them off.
        Default(settings, "Max Auto Prepare", 64);
        Default(settings, "Auto Prepare Min Usages", 2);
        settings.IncludeErrorDetail = false;
        settings.Enlist = false;
        // Nothing here leaves state on a connection, so a round trip to reset it would buy nothing.
        settings.NoResetOnClose = true;
        setPool(settings);
        return settings;
    }

    /// <summary>Npgsql's builder says of every keyword that it is there; the plain one knows only what was set.</summary>
    private static void Default(NpgsqlConnectionStringBuilder settings, string keyword, object value)
    {
        var isSet = new DbConnectionStringBuilder { ConnectionString = settings.ConnectionString }.ContainsKey(keyword);
        if (!isSet)
            settings[keyword] = value;
    }

    private static NpgsqlDataSource Build(NpgsqlConnectionStringBuilder settings, ILoggerFactory logs, string name)
    {
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString) { Name = name };
        builder.UseLoggerFactory(logs);
        return ConnectionSettings.Build(builder);
    }
}
