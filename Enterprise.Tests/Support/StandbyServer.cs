using System.Globalization;
using Enterprise.Migrations.Local;
using Npgsql;

namespace Enterprise.Tests.Support;

/// <summary>Makes a server that follows another one (PostgreSQL manual, chapter 27) and can take its place.</summary>
internal static class StandbyServer
{
    private static readonly TimeSpan CopyTime = TimeSpan.FromMinutes(1);

    /// <summary>For a pair: with a log that another server can follow.</summary>
    public static LocalServerOptions Options(string folder) =>
        LocalServerOptions.Throwaway(folder) with
        {
            Durable = true,
        };

    /// <summary>Copies the primary and starts the copy as its standby.</summary>
    public static async Task<LocalServer> StartAsync(
        LocalServer primary,
        string primaryFolder,
        string folder,
        CancellationToken ct
    )
    {
        var options = Options(folder);
        var place = new ServerFolder(folder);
        place.Make();
        place.Claim();
        // The password is part of what is copied.
        await File.WriteAllTextAsync(place.PasswordFile, new ServerFolder(primaryFolder).ReadOrMakePassword(), ct);
        var home = (await ServerCore.OpenAsync(options, place, ct)).Home;
        await home.MakeAsync(place, ct);
        var binaries = await PostgresBinaries.FindAsync(options.Search, home.Account, null, ct);
        await home.Account.RunAsync(
            CopyTime,
            ct,
            "env",
            $"PGPASSWORD={place.ReadOrMakePassword()}",
            PostgresSearch.ProgramFile(binaries.Folder, "pg_basebackup"),
            "--host=127.0.0.1",
            $"--port={primary.Port.ToString(CultureInfo.InvariantCulture)}",
            $"--username={ServerLogin.User}",
            $"--pgdata={home.Data}",
            "--write-recovery-conf",
            "--checkpoint=fast",
            "--no-sync"
        );
        return await LocalServer.StartAsync(options, ct);
    }

    /// <summary>
    /// From now on the primary says that something is done when its standby has it too (manual, section 27.2.8). Said to the primary
    /// alone: a standby that had copied it would wait for a standby of its own once it is the primary.
    /// </summary>
    public static async Task WaitForStandbyAsync(LocalServer primary)
    {
        await ExecuteAsync<object>(primary, "ALTER SYSTEM SET synchronous_standby_names = '*'");
        await ExecuteAsync<bool>(primary, "SELECT pg_reload_conf()");
        var waits = await Eventually.Async(
            () =>
                ExecuteAsync<bool>(
                    primary,
                    "SELECT EXISTS (SELECT FROM pg_stat_replication WHERE sync_state = 'sync')"
                ),
            waits => waits
        );
        Assert.That(waits, Is.True, "The standby does not follow.");
    }

    /// <summary>Runs a statement as the server's own user; gives its first value, where it has one.</summary>
    public static async Task<T?> ExecuteAsync<T>(LocalServer server, string sql, params object[] values)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return await command.ExecuteScalarAsync() is T read ? read : default;
    }
}
