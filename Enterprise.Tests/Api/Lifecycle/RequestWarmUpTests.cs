using Enterprise.Tests.Support;

namespace Enterprise.Tests.Api.Lifecycle;

/// <summary>What the program does before it is ready leaves nothing behind, but that it is warm.</summary>
internal sealed class RequestWarmUpTests
{
    private const string Rows = """
        SELECT concat_ws(' ', (SELECT count(*) FROM users), (SELECT count(*) FROM sessions), (SELECT count(*) FROM audit_entries),
            (SELECT count(*) FROM login_attempts), (SELECT count(*) FROM credential_allowances), (SELECT count(*) FROM revocations))
        """;

    [Test]
    public async Task A_start_is_warm_and_leaves_no_row_no_line_and_no_number()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var program = await OtherProgram.StartAsync(database, ("APP_DB__MIN_POOL_SIZE", "3"));

        var rows = await database.ReadAsync<string>(Rows);
        var connections = await database.ReadAsync<long>(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        );
        var page = await program.TextAsync("/metrics");
        var (_, output) = await program.StopAsync();

        Assert.Multiple(() =>
        {
            Assert.That(rows, Is.EqualTo("0 0 0 0 0 0"));
            // Besides these the probe has one, and who hears of revocations.
            Assert.That(connections, Is.GreaterThanOrEqualTo(3));
            // The router counts what it matches; requests are what the server counts.
            Assert.That(
                page.Split('\n').Where(line => line.Contains("/v1/", StringComparison.Ordinal)),
                Has.All.StartsWith("aspnetcore_routing_match_attempts_total{")
            );
            Assert.That(output, Does.Not.Contain("\"event_id\":1700").And.Not.Contain("/v1/"));
            // Refused before they counted for anybody.
            Assert.That(
                page.Split('\n')
                    .Where(line =>
                        line.StartsWith("enterprise_api_session_", StringComparison.Ordinal)
                        && line.Contains("_total{", StringComparison.Ordinal)
                    ),
                Has.All.EndsWith(" 0")
            );
        });
    }
}
