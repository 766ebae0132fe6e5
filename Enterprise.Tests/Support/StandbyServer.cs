using System.Globalization;
using Enterprise.Migrations.Local;

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
}
