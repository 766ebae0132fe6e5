using System.Diagnostics;
using System.Net.Sockets;
using Enterprise.Migrations.Local;
using Npgsql;

namespace Enterprise.Tests.Support;

/// <summary>
/// A PgBouncer of its own in transaction mode, in front of one server, with <see cref="PoolSize"/> connections to it for each login: fewer
/// than the program has to PgBouncer, so that each statement may be done on another one.
/// </summary>
internal sealed class RealPgBouncer : IAsyncDisposable
{
    public const int PoolSize = 3;

    private readonly TempFolder folder;
    private readonly Process process;
    private readonly int port;

    private RealPgBouncer(TempFolder folder, Process process, int port) =>
        (this.folder, this.process, this.port) = (folder, process, port);

    /// <summary>What it wrote, which is where it says what it does not like.</summary>
    public string Log => File.ReadAllText(LogFile(folder));

    /// <summary>Starts it for whom the connection strings, all of one server, name, and waits until it listens.</summary>
    public static async Task<RealPgBouncer> StartAsync(params string[] connectionStrings)
    {
        var logins = connectionStrings.Select(text => new NpgsqlConnectionStringBuilder(text)).ToArray();
        var server = logins[0];
        var port = FreePort.Find(null);
        var folder = new TempFolder();
        var users = folder.Write(
            "users.txt",
            string.Concat(logins.Select(login => $"\"{login.Username}\" \"{login.Password}\"\n"))
        );
        var config = folder.Write(
            "pgbouncer.ini",
            $"""
            [databases]
            * = host={server.Host} port={server.Port}
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {port}
            unix_socket_dir =
            logfile = {LogFile(folder)}
            auth_type = scram-sha-256
            auth_file = {users}
            pool_mode = transaction
            max_client_conn = 100
            default_pool_size = {PoolSize}

            """
        );
        // It refuses to run as root, as PostgreSQL does.
        var account = await ServerAccount.ResolveAsync(CancellationToken.None);
        Open(folder.Path, UnixFileMode.OtherWrite);
        Open(config);
        Open(users);
        var command = account.Command(PgBouncerProgram.File, config);
        var process = Process.Start(
            new ProcessStartInfo(command[0], command[1..])
            {
                UseShellExecute = false,
                WorkingDirectory = folder.Path,
                RedirectStandardError = true,
                Environment = { ["LD_LIBRARY_PATH"] = PgBouncerProgram.Libraries },
            }
        )!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var bouncer = new RealPgBouncer(folder, process, port);
        await Eventually.StartedAsync(bouncer.ListensAsync, listens => listens);
        return bouncer;
    }

    /// <summary>The same database through it, as the documentation says for versions before 1.21.</summary>
    public string Through(string connectionString) => AsIs(connectionString) + ";Max Auto Prepare=0";

    /// <summary>The same database through it, and no word on prepared statements.</summary>
    public string AsIs(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Host = "127.0.0.1", Port = port }.ConnectionString;

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        folder.Dispose();
    }

    private async Task<bool> ListensAsync()
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync("127.0.0.1", port);
            return true;
        }
        catch (SocketException) when (!process.HasExited)
        {
            return false;
        }
    }

    private static string LogFile(TempFolder folder) => Path.Combine(folder.Path, "pgbouncer.log");

    /// <summary>For the account that it runs as.</summary>
    private static void Open(string path, UnixFileMode more = UnixFileMode.None)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(
                path,
                File.GetUnixFileMode(path) | more | UnixFileMode.OtherRead | UnixFileMode.OtherExecute
            );
    }
}
