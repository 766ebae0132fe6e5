using System.Globalization;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Api.Operations;

/// <summary>The program in a process of its own, as operations start and stop it.</summary>
internal sealed class StartTests
{
    [Test]
    public async Task Production_without_settings_stops_with_78_and_names_all_that_is_missing()
    {
        var (exitCode, _, errors) = await ProgramProcess.RunAsync(
            ProgramProcess.Api,
            [],
            new Dictionary<string, string>()
        );

        Assert.Multiple(() =>
        {
            Assert.That(exitCode, Is.EqualTo(78));
            foreach (
                var name in new[]
                {
                    "APP_DB__URL",
                    "APP_JWT_ACCESS_SECRET",
                    "APP_JWT_REFRESH_SECRET",
                    "APP_PASSWORD_PEPPER",
                }
            )
                Assert.That(errors, Does.Contain($"- {name} is missing"));
        });
    }

    [Test]
    public async Task Weak_and_wrong_settings_are_all_told_and_no_value_is_shown()
    {
        var (exitCode, output, errors) = await ProgramProcess.RunAsync(
            ProgramProcess.Api,
            [],
            new Dictionary<string, string>
            {
                ["APP_DB__URL"] = "canary-url",
                ["APP_JWT_ACCESS_SECRET"] = "canary-short",
                ["APP_JWT_REFRESH_SECRET"] = "changeme-canary-changeme-canary-changeme",
                ["APP_PASSWORD_PEPPER_FILE"] = "/nowhere/canary",
                ["APP_SERVER__PORT"] = "canary-port",
            }
        );

        Assert.Multiple(() =>
        {
            Assert.That(exitCode, Is.EqualTo(78));
            Assert.That(errors, Does.Contain("APP_PASSWORD_PEPPER_FILE names a file that cannot be read"));
            Assert.That(errors, Does.Contain("APP_DB__URL is neither"));
            Assert.That(errors, Does.Contain("APP_JWT_ACCESS_SECRET is shorter than 32 bytes"));
            Assert.That(errors, Does.Contain("APP_JWT_REFRESH_SECRET is a well-known example"));
            Assert.That(errors, Does.Contain("APP_SERVER__PORT has a value of the wrong type"));
            Assert.That(output + errors, Does.Not.Contain("canary"));
        });
    }

    [Test]
    public async Task A_port_that_is_taken_is_told_in_one_line()
    {
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();

        var (exitCode, _, errors) = await ProgramProcess.RunAsync(
            ProgramProcess.Api,
            [],
            new Dictionary<string, string>
            {
                ["APP_DB__URL"] = "postgres://u:canary/canary@127.0.0.1:1/d",
                ["APP_JWT_ACCESS_SECRET"] = ApiHost.AccessSecret,
                ["APP_JWT_REFRESH_SECRET"] = ApiHost.RefreshSecret,
                ["APP_PASSWORD_PEPPER"] = ApiHost.Pepper,
                ["APP_SERVER__PORT"] = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port.ToString(
                    CultureInfo.InvariantCulture
                ),
            }
        );

        Assert.Multiple(() =>
        {
            Assert.That(exitCode, Is.EqualTo(69));
            Assert.That(errors, Does.Contain("The address is in use").And.Not.Contain("canary"));
        });
    }

    [Test]
    public async Task It_serves_with_secrets_from_files_logs_JSON_lines_and_stops_clean_on_SIGTERM()
    {
        await using var database = await TestDatabase.CreateAsync();
        var secret = Path.GetTempFileName();
        await File.WriteAllTextAsync(secret, ApiHost.AccessSecret + "\n");
        using var process = ProgramProcess.Start(
            ProgramProcess.Api,
            [],
            new Dictionary<string, string>
            {
                ["APP_DB__URL"] = database.ConnectionString,
                ["APP_JWT_ACCESS_SECRET_FILE"] = secret,
                ["APP_JWT_REFRESH_SECRET"] = ApiHost.RefreshSecret,
                ["APP_PASSWORD_PEPPER"] = ApiHost.Pepper,
                ["APP_SERVER__PORT"] = "0",
                ["APP_SERVER__DRAIN_SECONDS"] = "0",
            }
        );
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var port = await ReadPortAsync(process.StandardOutput, limit.Token);
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };

        var health = await client.SendAsync(HttpMethod.Get, "/health", header: ("x-request-id", "canary-id"));
        var ping = await client.SendAsync(HttpMethod.Get, "/dev/ping");
        await Signals.TerminateAsync(process);
        var log = await process.StandardOutput.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        File.Delete(secret);

        Assert.Multiple(() =>
        {
            Assert.That((health.Status, ping.Status), Is.EqualTo((200, 404)));
            Assert.That(process.ExitCode, Is.Zero);
            Assert.That(
                log.Split('\n').Single(line => line.Contains("canary-id", StringComparison.Ordinal)),
                Does.Match(
                    """^\{"time":"[^"]+","level":"info","service":"enterprise-api","env":"production",.*"request_id":"canary-id","trace_id":"[0-9a-f]{32}","span_id":"[0-9a-f]{16}","http\.method":"GET","http\.route":"/health","http\.status":200,"latency_ms":[0-9.]+\}"""
                )
            );
        });
    }

    private static async Task<int> ReadPortAsync(StreamReader output, CancellationToken ct)
    {
        while (await output.ReadLineAsync(ct) is { } line)
        {
            var at = line.IndexOf("http://127.0.0.1:", StringComparison.Ordinal);
            if (at >= 0)
                return int.Parse(
                    string.Concat(line[(at + "http://127.0.0.1:".Length)..].TakeWhile(char.IsAsciiDigit)),
                    CultureInfo.InvariantCulture
                );
        }
        throw new InvalidOperationException("The program ended before it listened.");
    }
}
