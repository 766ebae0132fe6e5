using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Enterprise.Persistence.Database;

/// <summary>
/// The database as whom its tables belong to, for migrations and for nothing else. Unpooled: each connection goes when it is done
/// with, and what it has locked goes with it.
/// </summary>
internal sealed class OwnerDatabase(IServiceProvider services, IOptions<DatabaseOptions> options)
{
    /// <summary>For one statement, the wait for locks included.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public async Task<NpgsqlConnection> OpenAsync(CancellationToken ct)
    {
        var settings = ConnectionSettings.Read(options.Value.UrlOfOwner);
        settings.Pooling = false;
        settings.Timeout = options.Value.ConnectSeconds;
        settings.CommandTimeout = (int)Limit.TotalSeconds;
        var source = ConnectionSettings.Build(new NpgsqlDataSourceBuilder(settings.ConnectionString));
        return await source.OpenConnectionAsync(ct);
    }

    /// <summary>The schema on a connection of <see cref="OpenAsync"/>, which stays the caller's.</summary>
    public EnterpriseDbContext On(NpgsqlConnection connection) =>
        new(
            new DbContextOptionsBuilder<EnterpriseDbContext>()
                // It asks these which of Identity's schemas to map.
                .UseApplicationServiceProvider(services)
                .UseNpgsql(connection, npgsql => npgsql.MigrationsAssembly(MigrationsAssembly))
                .ReplaceService<IHistoryRepository, UnlockedHistory>()
                .Options
        );

    public const string MigrationsAssembly = "Enterprise.Migrations";
}
