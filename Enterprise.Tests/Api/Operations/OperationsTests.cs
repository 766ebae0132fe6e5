using Enterprise.Tests.Support;

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
            Is.EqualTo("""{"status":"ready","checks":{"database":"ok","migrations":"ok","draining":"ok"}}""")
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
                (503, """{"status":"not_ready","checks":{"database":"ok","migrations":"failed","draining":"ok"}}""")
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
