using Enterprise.Tests.Support;

namespace Enterprise.Tests.Api.Lifecycle;

/// <summary>What the program does before it is ready leaves nothing behind, but that it is warm.</summary>
[Parallelizable(ParallelScope.All)]
internal sealed class RequestWarmUpTests
{
    private const string Rows = """
        SELECT concat_ws(' ', (SELECT count(*) FROM users), (SELECT count(*) FROM sessions), (SELECT count(*) FROM audit_entries),
            (SELECT count(*) FROM login_attempts), (SELECT count(*) FROM credential_allowances), (SELECT count(*) FROM revocations))
        """;

    private static readonly string[] Routes =
    [
        "/v1/me",
        "/v1/me/sessions",
        "/v1/auth/register",
        "/v1/auth/login",
        "/v1/auth/refresh",
    ];

    [TestCase("")]
    [TestCase("*.example.com,api.example.com")]
    public async Task A_start_is_warm_and_leaves_no_row_no_line_and_no_number(string allowedHosts)
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var program = await OtherProgram.StartAsync(
            database,
            ("APP_DB__MIN_POOL_SIZE", "3"),
            ("APP_SERVER__ALLOWED_HOSTS", allowedHosts)
        );

        var rows = await database.ReadAsync<string>(Rows);
        var connections = await database.ReadAsync<long>(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        );
        var page = (await program.TextAsync("/metrics")).Split('\n');
        var (_, output) = await program.StopAsync();

        Assert.Multiple(() =>
        {
            Assert.That(rows, Is.EqualTo("0 0 0 0 0 0"));
            // Besides these the probe has one, and who hears of revocations.
            Assert.That(connections, Is.GreaterThanOrEqualTo(3));
            // The router counts what it matches; requests are what the server counts.
            var matched = page.Where(line => line.Contains("/v1/", StringComparison.Ordinal)).ToArray();
            Assert.That(matched, Has.Length.EqualTo(Routes.Length));
            Assert.That(matched, Has.All.StartsWith("aspnetcore_routing_match_attempts_total{"));
            foreach (var route in Routes)
                Assert.That(matched, Has.Some.Contains($"http_route=\"{route}\""));
            Assert.That(output, Does.Not.Contain("\"event_id\":1700").And.Not.Contain("/v1/"));
            Assert.That(
                page.Where(line => line.StartsWith("enterprise_api_refresh_attempts_total{", StringComparison.Ordinal)),
                Is.Not.Empty.And.All.EndsWith(" 0")
            );
            Assert.That(page, Has.None.StartsWith("enterprise_api_login_duration"));
        });
    }
}
