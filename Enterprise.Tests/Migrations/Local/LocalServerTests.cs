using System.Diagnostics;
using System.Net;
using System.Net.NetworkInformation;
using Enterprise.Migrations.Local;
using Enterprise.Tests.Support;
using Npgsql;

namespace Enterprise.Tests.Migrations.Local;

[TestFixture]
[Parallelizable(ParallelScope.Self)]
[CancelAfter(60_000)]
internal sealed class LocalServerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private string folders = null!;
    private LocalServer server = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        folders = Directory.CreateTempSubdirectory("enterprise-api-tests-").FullName;
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folders, File.GetUnixFileMode(folders) | UnixFileMode.OtherExecute);
        server = await LocalServer.StartAsync(LocalServerOptions.Throwaway(Folder("shared")), CancellationToken.None);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await server.DisposeAsync();
        Assert.That(Directory.Exists(Folder("shared")), Is.False, "A throw-away server leaves nothing behind.");
        Directory.Delete(folders, recursive: true);
    }

    [Test]
    public async Task It_answers_in_utf8(CancellationToken ct) =>
        Assert.That(
            await AskAsync(server, "select upper('straße é')", ct),
            Is.EqualTo("STRASSE É").Or.EqualTo("STRAßE É")
        );

    [Test]
    public void It_listens_on_the_loopback_address_only()
    {
        var listeners = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners();
        Assert.That(
            listeners.Where(listener => listener.Port == server.Port).Select(listener => listener.Address),
            Is.EqualTo([IPAddress.Loopback])
        );
    }

    [Test]
    public async Task A_wrong_password_is_refused(CancellationToken ct)
    {
        var wrong = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Password = "guess", Pooling = false };
        var refusal = await Assert.ThrowsAsync<PostgresException>(() =>
            AskAsync(wrong.ConnectionString, "select 1", ct)
        );
        Assert.That(refusal!.SqlState, Is.EqualTo(PostgresErrorCodes.InvalidPassword));
    }

    [Test]
    public async Task A_restart_keeps_data_password_and_port(CancellationToken ct)
    {
        var url = server.Url;
        await AskAsync(server, "create table kept as select 'still here' as word", ct);
        await server.StopAsync(ct);
        await Assert.ThrowsAsync<NpgsqlException>(() => AskAsync(server, "select 1", ct));

        await server.StartAgainAsync(ct);

        Assert.That(await AskAsync(server, "select word from kept", ct), Is.EqualTo("still here"));
        Assert.That(server.Url, Is.EqualTo(url));
    }

    [Test]
    [Platform(Exclude = "Win")]
    public async Task It_starts_again_after_its_process_was_killed(CancellationToken ct)
    {
        var killed = server.ProcessId;
        await server.KillAsync(ct);

        await server.StartAgainAsync(ct);

        Assert.That(server.ProcessId, Is.Not.EqualTo(killed));
        Assert.That(await AskAsync(server, "select 'up'", ct), Is.EqualTo("up"));
    }

    [Test]
    [Platform(Exclude = "Win")]
    public async Task A_frozen_server_answers_nobody_until_it_thaws(CancellationToken ct)
    {
        var impatient = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Timeout = 1, Pooling = false };
        await using (await server.FreezeAsync(ct))
            await Assert.ThrowsAsync<NpgsqlException>(() => AskAsync(impatient.ConnectionString, "select 1", ct));

        Assert.That(await AskAsync(server, "select 'awake'", ct), Is.EqualTo("awake"));
    }

    [Test]
    public async Task A_second_start_joins_the_server_that_runs(CancellationToken ct)
    {
        var options = LocalServerOptions.Throwaway(Folder("shared"));
        Assert.That((await LocalServer.StartAsync(options, ct)).ProcessId, Is.EqualTo(server.ProcessId));
        Assert.That((await LocalServer.FindAsync(options, ct))?.Url, Is.EqualTo(server.Url));
    }

    [Test]
    public async Task Two_starts_at_once_give_one_server_and_it_ends_with_its_last_owner(CancellationToken ct)
    {
        using var first = StartOwner();
        using var second = StartOwner();
        var options = LocalServerOptions.Throwaway(Folder("owned"));
        var servers = await Task.WhenAll(
            LocalServer.StartAsync(options with { OwnerProcessId = first.Id }, ct),
            LocalServer.StartAsync(options with { OwnerProcessId = second.Id }, ct)
        );
        Assert.That(servers[0].ProcessId, Is.EqualTo(servers[1].ProcessId));

        first.Kill();
        Assert.That(
            await ComesTrueAsync(() => !File.Exists(Path.Combine(Folder("owned"), "owners", $"{first.Id}")), ct),
            Is.True
        );
        Assert.That(await AskAsync(servers[1], "select 'alive'", ct), Is.EqualTo("alive"));

        second.Kill();
        Assert.That(await ComesTrueAsync(() => Processes.NameOf(servers[0].ProcessId) is null, ct), Is.True);
        Assert.That(await ComesTrueAsync(() => !Directory.Exists(Folder("owned")), ct), Is.True);
    }

    [Test]
    public async Task It_works_below_a_folder_that_only_its_owner_may_enter(CancellationToken ct)
    {
        // As root the server runs under another account, which cannot enter here: the data moves elsewhere.
        var closed = Directory.CreateTempSubdirectory("enterprise-api-closed-").FullName;
        var folder = Path.Combine(closed, "postgres");
        string log;
        await using (var server = await LocalServer.StartAsync(LocalServerOptions.Throwaway(folder), ct))
        {
            Assert.That(await AskAsync(server, "select 'in'", ct), Is.EqualTo("in"));
            log = server.LogFile;
            Assert.That(log.StartsWith(closed, StringComparison.Ordinal), Is.EqualTo(!Environment.IsPrivilegedProcess));
        }
        Assert.That(Directory.Exists(Path.GetDirectoryName(log)), Is.False);
        Directory.Delete(closed);
    }

    [Test]
    public async Task A_folder_with_files_of_others_is_neither_used_nor_reset(CancellationToken ct)
    {
        var folder = Directory.CreateDirectory(Folder("photos")).FullName;
        var photo = Path.Combine(folder, "photo.jpg");
        await File.WriteAllTextAsync(photo, "irreplaceable", ct);
        var options = LocalServerOptions.Throwaway(folder);

        await Assert.ThrowsAsync<LocalServerException>(() => LocalServer.ResetAsync(options, ct));
        await Assert.ThrowsAsync<LocalServerException>(() => LocalServer.StartAsync(options, ct));

        Assert.That(Directory.EnumerateFileSystemEntries(folder), Is.EqualTo([photo]));
    }

    [Test]
    public async Task Without_the_programs_the_error_says_what_to_do(CancellationToken ct)
    {
        var empty = Directory.CreateDirectory(Folder("no-programs")).FullName;
        var nowhere = new PostgresSearch(PgBin: null, SearchPath: empty, Places: [Path.Combine(empty, "*", "bin")]);

        foreach (var search in new[] { nowhere, nowhere with { PgBin = empty } })
        {
            var options = LocalServerOptions.Throwaway(Folder("never")) with { Search = search };
            var fault = (
                await Assert.ThrowsAsync<LocalServerException>(() => LocalServer.StartAsync(options, ct))
            )!.Message;
            Assert.That(
                fault,
                Does.Contain("PostgreSQL 14")
                    .And.Contain("PG_BIN")
                    .And.Contain("APP_DB__URL")
                    .And.Contain("postgresql-server")
            );
        }
    }

    [Test]
    [Platform(Exclude = "Win")]
    public async Task A_script_that_only_has_the_right_name_is_not_taken_for_the_program(CancellationToken ct)
    {
        var folder = Directory.CreateDirectory(Folder("impostor")).FullName;
        foreach (var program in new[] { "initdb", "pg_ctl", "postgres" })
        {
            var file = Path.Combine(folder, program);
            File.WriteAllText(file, "#!/bin/sh\necho 'postgres 99, honestly'\n");
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(
                    file,
                    File.GetUnixFileMode(file) | UnixFileMode.UserExecute | UnixFileMode.OtherExecute
                );
            }
        }
        var options = LocalServerOptions.Throwaway(Folder("never")) with
        {
            Search = new PostgresSearch(null, folder, []),
        };
        var fault = (
            await Assert.ThrowsAsync<LocalServerException>(() => LocalServer.StartAsync(options, ct))
        )!.Message;
        Assert.That(fault, Does.Contain("honestly"));
    }

    private string Folder(string name) => Path.Combine(folders, name);

    // Any program that waits will do; this one is everywhere.
    private static Process StartOwner() =>
        Process.Start(
            OperatingSystem.IsWindows()
                ? new ProcessStartInfo("ping", "-n 60 127.0.0.1")
                : new ProcessStartInfo("sleep", "60")
        )!;

    private static Task<bool> ComesTrueAsync(Func<bool> condition, CancellationToken ct) =>
        Polling.UntilAsync(_ => Task.FromResult(condition()), Patience, TimeProvider.System, ct);

    private static Task<string?> AskAsync(LocalServer server, string sql, CancellationToken ct) =>
        AskAsync(server.ConnectionString + ";Pooling=false", sql, ct);

    private static async Task<string?> AskAsync(string connectionString, string sql, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(ct) as string;
    }
}
