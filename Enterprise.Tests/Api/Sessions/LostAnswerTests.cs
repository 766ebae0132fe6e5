using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Enterprise.Migrations.Local;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Api.Sessions;

/// <summary>
/// The token was spent and the client never heard of its successor: it sends the same token again, and gets the same successor.
/// </summary>
internal sealed class LostAnswerTests : ApiFixture
{
    [Test]
    public async Task A_client_whose_connection_was_cut_asks_again_and_gets_the_same_successor()
    {
        var session = await new SessionForge(Database).NewAsync();
        await using var program = await StartAsync(Database.ConnectionString);
        using (var socket = await SendRefreshAsync(program.Port, session.Token))
        {
            await SpentAsync(session);
            // Without reading: the answer is lost.
            socket.Close(0);
        }

        using var client = program.CreateClient();
        Assert.That((await client.PairAsync(session.Token)).Refresh, Is.EqualTo(SessionForge.TokenOf(session, 2)));
        Assert.That(await GenerationAsync(session), Is.EqualTo(2));
    }

    [Test]
    public async Task A_program_killed_between_commit_and_answer_loses_no_session()
    {
        var session = await new SessionForge(Database).NewAsync();
        await using var proxy = new HoldingProxy(Database.ConnectionString);
        await using var program = await StartAsync(proxy.ConnectionString);
        using (var client = program.CreateClient())
            await OpenAsync(client);
        proxy.Hold();
        using var socket = await SendRefreshAsync(program.Port, session.Token);
        await SpentAsync(session);

        program.Kill();

        var next = (await Client.PairAsync(session.Token)).Refresh;
        Assert.That(next, Is.EqualTo(SessionForge.TokenOf(session, 2)));
        Assert.That((await Client.RefreshAsync(next)).Status, Is.EqualTo(200), "And goes on.");
    }

    [Test]
    public async Task A_database_connection_cut_between_commit_and_answer_is_not_noticed_by_the_client()
    {
        var session = await new SessionForge(Database).NewAsync();
        await using var proxy = new HoldingProxy(Database.ConnectionString);
        await using var host = new ApiHost(proxy.ConnectionString);
        using var client = host.CreateClient();
        await OpenAsync(client);
        proxy.Hold();
        var refresh = client.RefreshAsync(session.Token);
        await SpentAsync(session);

        proxy.Cut();

        Assert.That((await refresh).Status, Is.EqualTo(200), (await refresh).Text);
        Assert.That((await refresh).Pair().Refresh, Is.EqualTo(SessionForge.TokenOf(session, 2)));
        Assert.That(await GenerationAsync(session), Is.EqualTo(2));
    }

    /// <summary>
    /// A connection to the database is open afterwards, so that a question can pass while answers do not. Not before the program
    /// calls itself ready: a first look at the database that was slow would make it drop what it has opened.
    /// </summary>
    private async Task OpenAsync(HttpClient client)
    {
        var ready = await Eventually.StartedAsync(
            () => client.SendAsync(HttpMethod.Get, "/ready"),
            answer => answer.Status == 200
        );
        Assert.That(ready.Status, Is.EqualTo(200));
        await client.PairAsync((await new SessionForge(Database).NewAsync()).Token);
    }

    private async Task SpentAsync(ForgedSession session) =>
        Assert.That(
            await Eventually.Async(() => GenerationAsync(session), generation => generation == 2),
            Is.EqualTo(2)
        );

    private Task<int> GenerationAsync(ForgedSession session) =>
        Database.ReadAsync<int>("SELECT generation FROM sessions WHERE id = $1", session.Id);

    private static async Task<Socket> SendRefreshAsync(int port, string token)
    {
        var body = $$"""{"refresh_token":"{{token}}"}""";
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port);
        var head =
            $"POST /v1/auth/refresh HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n";
        await socket.SendAsync(Encoding.ASCII.GetBytes(head + body));
        return socket;
    }

    private static async Task<RunningProgram> StartAsync(string connectionString)
    {
        var port = FreePort.Find(null);
        var program = new RunningProgram(
            ProgramProcess.Start(
                ProgramProcess.Api,
                [],
                new Dictionary<string, string>
                {
                    ["APP_ENV"] = "test",
                    ["APP_DB__URL"] = connectionString,
                    ["APP_SERVER__PORT"] = port.ToString(CultureInfo.InvariantCulture),
                    ["APP_JWT_ACCESS_SECRET"] = ApiHost.AccessSecret,
                    ["APP_JWT_REFRESH_SECRET"] = ApiHost.RefreshSecret,
                    ["APP_PASSWORD_PEPPER"] = ApiHost.Pepper,
                }
            ),
            port
        );
        using var client = program.CreateClient();
        var ready = await Eventually.StartedAsync(() => program.IsReadyAsync(client), ready => ready);
        Assert.That(ready, Is.True);
        return program;
    }

    /// <summary>The program in a process of its own.</summary>
    private sealed class RunningProgram : IAsyncDisposable
    {
        private readonly Process process;

        public RunningProgram(Process process, int port)
        {
            (this.process, Port) = (process, port);
            // Nobody reads what it writes, and a full pipe would stop it.
            process.OutputDataReceived += (_, _) => { };
            process.ErrorDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
        }

        public int Port { get; }

        public HttpClient CreateClient() => new() { BaseAddress = new Uri($"http://127.0.0.1:{Port}") };

        public async Task<bool> IsReadyAsync(HttpClient client)
        {
            try
            {
                return (await client.SendAsync(HttpMethod.Get, "/ready")).Status == 200;
            }
            catch (HttpRequestException)
            {
                return false; // not listening yet
            }
        }

        public void Kill() => process.Kill();

        public async ValueTask DisposeAsync()
        {
            if (!process.HasExited)
                process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }
}
