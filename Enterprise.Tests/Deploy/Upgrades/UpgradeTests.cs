using Enterprise.Migrations;
using Enterprise.Tests.Support;
using Enterprise.Tests.Support.Load;
using Enterprise.Tests.Support.Proxies;

namespace Enterprise.Tests.Deploy.Upgrades;

/// <summary>
/// From the version before this one to this one, on one database, behind Caddy, while clients go on: nobody notices (requirements.md K3, H3).
/// </summary>
[Platform("Linux")]
internal sealed class UpgradeTests
{
    /// <summary>
    /// On a machine that is too busy to say within two seconds whether an instance is ready, Caddy is right to send it nothing, and a failure
    /// says nothing about upgrades: it is told, and the upgrade is made again.
    /// </summary>
    private const int MostRepeats = 3;

    [Test]
    public async Task The_version_before_this_one_is_replaced_without_a_lost_request_or_session()
    {
        ProxyPrograms.Need();
        await PreviousBuild.NeedAsync();
        var (report, wasTooBusy) = await UpgradeAsync();
        for (var repeats = 0; wasTooBusy && repeats < MostRepeats; repeats++)
        {
            await TestContext.Out.WriteLineAsync("The machine was too busy for that to mean anything: once more.");
            (report, wasTooBusy) = await UpgradeAsync();
        }

        Assert.That(report.Lost, Is.Empty, report.ToString());
        if (PreviousBuild.Drains)
            Assert.That(report.Failures, Is.Empty, report.ToString());
        else
            await TestContext.Out.WriteLineAsync(
                "Failures are not held against it: the version before does not drain."
            );
    }

    private static async Task<(LoadReport Report, bool WasTooBusy)> UpgradeAsync()
    {
        await using var database = await TestDatabase.CreateEmptyAsync();
        await MigrateAsync(PreviousBuild.Migrations, database);
        var old = await Instance.StartManyAsync(database, 2, PreviousBuild.Folder);
        await using var first = old[0];
        await using var second = old[1];
        await using var proxy = await ProxyProcess.StartAsync(ProxyKind.Caddy, first.Address, second.Address);
        using var load = await LoadRun.StartAsync(proxy, database);

        await MigrateAsync(ProgramProcess.Migrations, database);
        await ExpandAsync(database);
        await load.GoOnAsync(answers: 50);
        await using var third = await Instance.StartAsync(database);
        await proxy.ReloadAsync(first.Address, second.Address, third.Address);
        await load.GoOnAsync(answers: 50);
        await first.StopAsync();
        await using var fourth = await Instance.StartAsync(database, first.Port);
        await load.GoOnAsync(answers: 100);
        await second.StopAsync();
        await load.GoOnAsync(answers: 100);
        var report = await load.StopAsync("Upgrade from the version before this one, behind Caddy");
        Instance[] all = [first, second, third, fourth];
        return (report, report.Failures.Count > 0 && all.Any(instance => proxy.CountTimeouts(instance) > 0));
    }

    /// <summary>What the next release may do to tables in use; there is not a migration in every one.</summary>
    private static async Task ExpandAsync(TestDatabase database)
    {
        await Expansion.ApplyAsync(
            database,
            migration =>
            {
                migration.AddColumn<string>("nickname", "users", maxLength: 64, nullable: true);
                migration.AddColumn<int>("visits", "sessions", nullable: false, defaultValue: 0);
                migration.Sql("ALTER TABLE users ADD CONSTRAINT ck_users_nickname CHECK (nickname <> '') NOT VALID");
            }
        );
        await Expansion.ApplyAsync(
            database,
            migration => migration.CreateIndexWhileInUse("ix_sessions_last_used_at", "sessions (last_used_at)")
        );
    }

    private static async Task MigrateAsync(string program, TestDatabase database)
    {
        var (code, _, errors) = await ProgramProcess.RunAsync(
            program,
            ["apply"],
            new Dictionary<string, string> { ["APP_ENV"] = "production", ["APP_DB__URL"] = database.ConnectionString }
        );
        Assert.That(code, Is.Zero, errors);
    }
}
