using Enterprise.Application.Abstractions;
using Enterprise.Persistence.Database;
using Enterprise.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Enterprise.Tests.Api.Operations;

internal sealed class OperationsTests : ApiFixture
{
    [Test]
    public async Task Health_says_ok_and_is_never_cached()
    {
        var answer = await GetAsync("/health");

        Assert.Multiple(() =>
        {
            Assert.That((answer.Status, answer.Text), Is.EqualTo((200, """{"status":"ok"}""")));
            Assert.That(answer.Header("Cache-Control"), Is.EqualTo("no-store"));
        });
    }

    [Test]
    public async Task Ready_names_every_check()
    {
        var answer = await Eventually.Async(() => GetAsync("/ready"), answer => answer.Status == 200);

        Assert.That(
            answer.Text,
            Is.EqualTo(
                """{"status":"ready","checks":{"startup":"ok","database":"ok","migrations":"ok","keys":"ok","draining":"ok"}}"""
            )
        );
    }

    [Test]
    public async Task Version_says_what_was_built()
    {
        var answer = await GetAsync("/version");

        Assert.That(
            answer.Json.EnumerateObject().Select(member => member.Name),
            Is.EqualTo(["version", "commit", "built_at"])
        );
    }

    [Test]
    public async Task A_database_without_migrations_is_not_ready()
    {
        await using var empty = await TestDatabase.CreateEmptyAsync();
        await using var host = new ApiHost(empty.ConnectionString);
        using var client = host.CreateClient();

        var answer = await Eventually.Async(
            () => client.SendAsync(HttpMethod.Get, "/ready"),
            answer => answer.Text.Contains("\"database\":\"ok\"", StringComparison.Ordinal)
        );

        Assert.That(
            (answer.Status, answer.Text),
            Is.EqualTo(
                (
                    503,
                    """{"status":"not_ready","checks":{"startup":"failed","database":"ok","migrations":"failed","keys":"ok","draining":"ok"}}"""
                )
            )
        );
    }

    [Test]
    public async Task An_instance_that_started_up_stays_so_when_a_migration_goes_missing()
    {
        await using var own = await TestDatabase.CreateAsync();
        await using var host = new ApiHost(own.ConnectionString);
        using var client = host.CreateClient();
        var newest = SchemaVersion.All[^1];
        await Eventually.Async(() => client.SendAsync(HttpMethod.Get, "/ready"), answer => answer.Status == 200);

        await own.ReadAsync<object>("""DELETE FROM "__EFMigrationsHistory" WHERE "MigrationId" = $1""", newest);
        var lacking = await Eventually.Async(
            () => client.SendAsync(HttpMethod.Get, "/ready"),
            answer => answer.Status == 503
        );

        Assert.That(
            lacking.Text,
            Is.EqualTo(
                """{"status":"not_ready","checks":{"startup":"ok","database":"ok","migrations":"failed","keys":"ok","draining":"ok"}}"""
            )
        );
        Assert.That(host.Services.GetRequiredService<IDatabaseState>().PendingMigrations, Is.EqualTo(1));
    }

    [Test]
    public async Task What_watches_is_never_limited_and_what_it_is_told_never_kept()
    {
        await using var host = new ApiHost(
            Database.ConnectionString,
            ("Limits:RequestsPerSecond", "1"),
            ("Limits:RequestsPerSecondPerClient", "1"),
            ("Limits:BurstPerClient", "1"),
            ("Limits:ConcurrentRequests", "1"),
            ("Limits:QueuedRequests", "0")
        );
        using var client = host.CreateClient();
        await Eventually.Async(() => client.SendAsync(HttpMethod.Get, "/ready"), answer => answer.Status == 200);

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 300).Select(i => client.SendAsync(HttpMethod.Get, i % 2 == 0 ? "/health" : "/ready"))
        );

        Assert.That(answers.Select(answer => answer.Status), Is.All.EqualTo(200));
        Assert.That(answers.Select(answer => answer.Header("Cache-Control")), Is.All.EqualTo("no-store"));
    }

    [Test]
    public async Task An_instance_that_is_not_ready_is_not_remembered_so()
    {
        await using var host = new ApiHost("Host=127.0.0.1;Port=1;Username=nobody;Database=none");
        using var client = host.CreateClient();

        var answer = await client.SendAsync(HttpMethod.Get, "/ready");

        Assert.That((answer.Status, answer.Header("Cache-Control")), Is.EqualTo((503, "no-store")));
        Assert.That(
            answer.Text,
            Is.EqualTo(
                """{"status":"not_ready","checks":{"startup":"failed","database":"failed","migrations":"failed","keys":"ok","draining":"ok"}}"""
            )
        );
    }

    [Test]
    public async Task Migrating_at_start_makes_it_ready()
    {
        await using var empty = await TestDatabase.CreateEmptyAsync();
        await using var host = new ApiHost(empty.ConnectionString, ("Db:MigrateAtStart", "true"));
        using var client = host.CreateClient();

        var answer = await Eventually.Async(
            () => client.SendAsync(HttpMethod.Get, "/ready"),
            answer => answer.Status == 200
        );

        Assert.That(answer.Text, Does.Contain("\"migrations\":\"ok\""));
    }

    [Test]
    public async Task Development_routes_answer_where_they_are_on()
    {
        var ping = await GetAsync("/dev/ping");
        var echo = await PostTextAsync("/dev/echo", """{"msg":"hello"}""");

        Assert.That((ping.Text, echo.Text), Is.EqualTo(("pong", """{"msg":"hello"}""")));
    }

    [Test]
    public async Task Development_routes_do_not_exist_where_they_are_off()
    {
        await using var host = new ApiHost(Database.ConnectionString, ("DevRoutes:Enabled", "false"));
        using var client = host.CreateClient();

        var ping = await client.SendAsync(HttpMethod.Get, "/dev/ping");
        var echo = await client.SendJsonAsync(HttpMethod.Post, "/dev/echo", "{}");

        Assert.That((ping.Status, echo.Status), Is.EqualTo((404, 404)));
    }
}
