using System.Net;
using System.Net.Sockets;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Api.Lifecycle;

/// <summary>The program in a process of its own, asked to stop as an orchestrator does it.</summary>
[Parallelizable(ParallelScope.All)]
internal sealed class GracefulStopTests
{
    private const string Health = "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private const string LoginHead =
        "POST /v1/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n";

    [Test]
    public async Task It_says_no_first_serves_on_for_the_drain_then_takes_leave_of_open_connections_and_ends_with_0()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var program = await OtherProgram.StartAsync(database, ("APP_SERVER__DRAIN_SECONDS", "3"));
        await using var kept = await Wire.ConnectAsync(program.Client.BaseAddress!);
        await kept.SendAsync(Health);
        _ = await kept.ReadAsync();

        await program.TerminateAsync();
        var readiness = await Eventually.Async(
            () => program.TextAsync("/ready"),
            text => text.Contains("\"draining\":\"failed\"", StringComparison.Ordinal)
        );
        await using var late = await Wire.ConnectAsync(program.Client.BaseAddress!);
        await late.SendAsync(Health);
        var whileDraining = await late.ReadAsync();
        var refusesNewOnes = await Eventually.Async(
            () => IsRefusedAsync(program.Client.BaseAddress!),
            refused => refused
        );
        await kept.SendAsync(Health);
        var farewell = await kept.ReadAsync();
        var (exitCode, output) = await program.EndAsync();

        Assert.Multiple(() =>
        {
            Assert.That(readiness, Does.Contain("\"draining\":\"failed\""));
            Assert.That(whileDraining, Does.StartWith("HTTP/1.1 200").And.Not.Contain("Connection: close"));
            Assert.That(refusesNewOnes, Is.True);
            Assert.That(farewell, Does.StartWith("HTTP/1.1 200").And.Contain("Connection: close"));
            Assert.That(exitCode, Is.Zero);
            Assert.That(output, Does.Contain("\"event_id\":1030").And.Contain("serving for 3 seconds"));
        });
    }

    [Test]
    public async Task What_is_in_flight_is_finished_without_a_drain_too()
    {
        await using var program = await OtherProgram.StartAsync(("APP_LIMITS__BODY_SECONDS", "20"));
        await using var wire = await Wire.ConnectAsync(program.Client.BaseAddress!);
        await wire.SendAsync(LoginHead + "{");
        await BeingServedAsync(program);

        await program.TerminateAsync();
        _ = await Eventually.Async(() => IsRefusedAsync(program.Client.BaseAddress!), refused => refused);
        await wire.SendAsync("}");
        var answer = await wire.ReadAsync();
        var (exitCode, _) = await program.EndAsync();

        Assert.That(answer, Does.StartWith("HTTP/1.1 400").And.Contain("Connection: close"));
        Assert.That(exitCode, Is.Zero);
    }

    [Test]
    public async Task What_takes_longer_than_it_may_is_cut_and_the_exit_code_is_0_all_the_same()
    {
        await using var program = await OtherProgram.StartAsync(
            ("APP_LIMITS__BODY_SECONDS", "60"),
            ("APP_SERVER__STOP_SECONDS", "1")
        );
        await using var wire = await Wire.ConnectAsync(program.Client.BaseAddress!);
        await wire.SendAsync(LoginHead + "{");
        await BeingServedAsync(program);

        var (exitCode, output) = await program.StopAsync();

        Assert.That(exitCode, Is.Zero);
        Assert.That(output, Does.Not.Contain("Unhandled"));
    }

    [Test]
    public async Task A_second_signal_ends_it_at_once_and_its_lines_are_written()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var program = await OtherProgram.StartAsync(database, ("APP_SERVER__DRAIN_SECONDS", "300"));
        await program.TerminateAsync();
        _ = await Eventually.Async(
            () => program.TextAsync("/ready"),
            text => text.Contains("\"draining\":\"failed\"", StringComparison.Ordinal)
        );

        await program.TerminateAsync();
        var (exitCode, output) = await program.EndAsync();

        Assert.That(exitCode, Is.EqualTo(128 + 15));
        Assert.That(output, Does.Contain("\"event_id\":1031"));
    }

    [Test]
    public async Task A_signal_during_the_start_ends_it_with_0()
    {
        using var process = ProgramProcess.Start(
            ProgramProcess.Api,
            [],
            new Dictionary<string, string>
            {
                ["APP_DB__URL"] = "postgres://none:none@127.0.0.1:1/none",
                ["APP_JWT_ACCESS_SECRET"] = ApiHost.AccessSecret,
                ["APP_JWT_REFRESH_SECRET"] = ApiHost.RefreshSecret,
                ["APP_PASSWORD_PEPPER"] = ApiHost.Pepper,
                ["APP_SERVER__PORT"] = "0",
                ["APP_SERVER__DRAIN_SECONDS"] = "300",
            }
        );
        using var limit = new CancellationTokenSource(Wait.Bound);
        // It says which keys it has before it listens.
        var first = await process.StandardOutput.ReadLineAsync(limit.Token);

        await Signals.TerminateAsync(process);
        var rest = await process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = await process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);

        Assert.That(first, Does.Contain("\"event_id\":1300"));
        Assert.That((process.ExitCode, errors), Is.EqualTo((0, "")), rest);
    }

    /// <summary>The request is at work: the live gauge of the server says so.</summary>
    private static async Task BeingServedAsync(OtherProgram program)
    {
        var page = await Eventually.Async(
            () => program.TextAsync("/metrics"),
            // The other one asks for this page.
            page => page.Contains("http_server_active_requests{", StringComparison.Ordinal) && ActivePosts(page) == 1
        );
        Assert.That(ActivePosts(page), Is.EqualTo(1));
    }

    private static int ActivePosts(string page) =>
        page.Split('\n')
            .Count(line =>
                line.StartsWith("http_server_active_requests{", StringComparison.Ordinal)
                && line.Contains("\"POST\"", StringComparison.Ordinal)
                && line.EndsWith(" 1", StringComparison.Ordinal)
            );

    private static async Task<bool> IsRefusedAsync(Uri address)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, address.Port);
            return false;
        }
        catch (SocketException refused)
        {
            return refused.SocketErrorCode == SocketError.ConnectionRefused;
        }
    }
}
