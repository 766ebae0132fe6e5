using System.Data.Common;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Enterprise.Persistence.Database;

/// <summary>
/// Makes the pool that serves, and what makes the two connections beside it, for the probe and for revocations. All act as the
/// application's role, whoever signs in.
/// </summary>
internal static class DataSources
{
    private const string Name = DatabaseOptions.PoolName;
    private const string Prepare = "Max Auto Prepare";

    public static NpgsqlDataSource Create(DatabaseOptions options, ILoggerFactory logs) =>
        Build(options, options.Url, pool => SetPool(pool, options.MinPoolSize, options.MaxPoolSize), logs, Name);

    /// <summary>Without a pool: a connection that a frozen server keeps busy must not stand in the way of the next.</summary>
    public static NpgsqlDataSource CreateForProbe(DatabaseOptions options, ILoggerFactory logs) =>
        Build(options, options.Url, pool => pool.Pooling = false, logs, Name + "-probe");

    /// <summary>The same, and past a pooler that lends nobody a session of their own, where the settings say how.</summary>
    public static NpgsqlDataSource CreateForFeed(DatabaseOptions options, ILoggerFactory logs) =>
        Build(options, options.UrlOfFeed, pool => pool.Pooling = false, logs, Name + "-revocations");

    private static void SetPool(NpgsqlConnectionStringBuilder settings, int least, int most)
    {
        settings.Pooling = true;
        settings.MinPoolSize = least;
        settings.MaxPoolSize = most;
    }

    /// <summary>What the URL says itself, as a parameter, is stronger than a setting of its own; the size of the pool is not its business.</summary>
    private static NpgsqlConnectionStringBuilder Read(
        DatabaseOptions options,
        string url,
        Action<NpgsqlConnectionStringBuilder> setPool
    )
    {
        var settings = ConnectionSettings.Read(url);
        Default(settings, "Application Name", Name);
        Default(settings, "Timeout", options.ConnectSeconds);
        Default(settings, "Command Timeout", options.CommandSeconds);
        Default(settings, "Connection Idle Lifetime", options.IdleMinutes * 60);
        // Of several hosts, how long one that was found to be no primary, or down, is believed to be so: ten seconds otherwise.
        Default(settings, "Host Recheck Seconds", 1);
        // PgBouncer before 1.21 cannot keep prepared statements: "Max Auto Prepare=0" turns them off.
        Default(settings, Prepare, 64);
        Default(settings, "Auto Prepare Min Usages", 2);
        settings.IncludeErrorDetail = false;
        settings.Enlist = false;
        // Nothing here leaves state on a connection but the role, which is to stay; a round trip to reset it would undo that.
        settings.NoResetOnClose = true;
        setPool(settings);
        return settings;
    }

    /// <summary>Npgsql's builder says of every keyword that it is there; the plain one knows only what was set.</summary>
    private static bool Says(NpgsqlConnectionStringBuilder settings, string keyword) =>
        new DbConnectionStringBuilder { ConnectionString = settings.ConnectionString }.ContainsKey(keyword);

    private static void Default(NpgsqlConnectionStringBuilder settings, string keyword, object value)
    {
        if (!Says(settings, keyword))
            settings[keyword] = value;
    }

    private static NpgsqlDataSource Build(
        DatabaseOptions options,
        string url,
        Action<NpgsqlConnectionStringBuilder> setPool,
        ILoggerFactory logs,
        string name
    )
    {
        var settings = Read(options, url, setPool);
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString) { Name = name };
        builder.UseLoggerFactory(logs);
        builder.UseRole(
            options.ApplicationRole,
            settings.Timeout,
            saysHowToPrepare: Says(ConnectionSettings.Read(url), Prepare)
        );
        builder.ConfigureTracing(tracing => Trace(tracing, isServing: name == Name));
        return ConnectionSettings.Build(builder);
    }

    /// <summary>What the probe and the feed ask twice a second is nobody's request.</summary>
    private static void Trace(NpgsqlTracingOptionsBuilder tracing, bool isServing) =>
        tracing
            .EnableFirstResponseEvent(false)
            .EnablePhysicalOpenTracing(isServing)
            .ConfigureCommandFilter(_ => isServing)
            .ConfigureBatchFilter(_ => isServing);
}
