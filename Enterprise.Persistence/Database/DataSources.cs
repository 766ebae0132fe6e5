using Microsoft.Extensions.Logging;
using Npgsql;

namespace Enterprise.Persistence.Database;

/// <summary>Makes the pools: one that serves, and a small one that only asks whether the database is there.</summary>
internal static class DataSources
{
    /// <summary>Stands in metrics and spans instead of the connection string.</summary>
    private const string Name = "enterprise-api";

    public static NpgsqlDataSource Create(DatabaseOptions options, ILoggerFactory logs) =>
        Build(options, logs, Name, options.MinPoolSize, options.MaxPoolSize);

    public static NpgsqlDataSource CreateForProbe(DatabaseOptions options, ILoggerFactory logs) =>
        Build(options, logs, Name + "-probe", 0, 1);

    private static NpgsqlDataSource Build(
        DatabaseOptions options,
        ILoggerFactory logs,
        string name,
        int least,
        int most
    )
    {
        if (!ConnectionSettings.TryParse(options.Url, out var settings))
            throw new InvalidOperationException("The settings were not validated.");
        settings.ApplicationName ??= name;
        settings.MinPoolSize = least;
        settings.MaxPoolSize = most;
        settings.Timeout = options.ConnectSeconds;
        settings.CommandTimeout = options.CommandSeconds;
        settings.ConnectionIdleLifetime = options.IdleMinutes * 60;
        settings.IncludeErrorDetail = false;
        settings.Enlist = false;
        // Nothing here leaves state on a connection, so a round trip to reset it would buy nothing.
        settings.NoResetOnClose = true;
        // PgBouncer before 1.21 cannot keep prepared statements: "Max Auto Prepare=0" in the URL turns them off.
        if (!options.Url.Contains("Max Auto Prepare", StringComparison.OrdinalIgnoreCase))
            settings.MaxAutoPrepare = 64;
        settings.AutoPrepareMinUsages = 2;

        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString) { Name = name };
        builder.UseLoggerFactory(logs);
        return settings.Host!.Contains(',', StringComparison.Ordinal)
            ? builder.BuildMultiHost().WithTargetSession(TargetSessionAttributes.Primary)
            : builder.Build();
    }
}
