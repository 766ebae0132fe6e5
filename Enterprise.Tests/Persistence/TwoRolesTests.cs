using Enterprise.Persistence.Database;
using Enterprise.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Enterprise.Tests.Persistence;

/// <summary>An owner who migrates and a login that serves, as <c>APP_DB__OWNER_URL</c> and <c>APP_DB__URL</c> name them.</summary>
internal sealed class TwoRolesTests
{
    private const string WhoAmI = "SELECT current_user::text || ' ' || session_user::text";

    private static readonly string[] Passwords =
    [
        "plain",
        """it's "odd" \ ; -- $1 %20 :@/?&""",
        "Größe ☃ ﬁ Ⅳ пароль 😀",
        new string('x', 300),
    ];

    private TestDatabase database = null!;
    private TestRoles roles = null!;
    private string role = null!;

    [SetUp]
    public async Task StartAsync()
    {
        database = await TestDatabase.CreateEmptyAsync();
        roles = new TestRoles(database);
        role = roles.NewName();
    }

    [TearDown]
    public async Task StopAsync()
    {
        await roles.DisposeAsync();
        await database.DisposeAsync();
    }

    [TestCaseSource(nameof(Passwords))]
    public async Task Apply_makes_the_login_and_the_program_serves_as_it_without_a_switch(string password)
    {
        var owner = await roles.NewOwnerAsync("CREATEROLE");
        var name = roles.NewName();
        var url = roles.UrlOf(name, password);

        await ApplyAsync(url, owner);
        await ApplyAsync(url, owner);

        await using var host = NewHost(url);
        using var client = host.CreateClient();
        Assert.That(await RegisterAsync(client), Is.EqualTo(201));
        Assert.That(await AskAsync(host, WhoAmI), Is.EqualTo($"{name} {name}"));
        Assert.That(
            (await Assert.ThrowsAsync<PostgresException>(() => AskAsync(host, "DELETE FROM audit_entries")))!.SqlState,
            Is.EqualTo(PostgresErrorCodes.InsufficientPrivilege)
        );
        Assert.That(
            await database.ReadAsync<bool>(
                $"SELECT rolsuper OR rolcreaterole OR rolcreatedb OR NOT rolinherit FROM pg_roles WHERE rolname = '{name}'"
            ),
            Is.False
        );
    }

    [Test]
    public async Task Another_password_in_the_URL_is_set_by_apply()
    {
        var owner = await roles.NewOwnerAsync("CREATEROLE");
        var name = roles.NewName();
        await ApplyAsync(roles.UrlOf(name, "the first"), owner);

        await ApplyAsync(roles.UrlOf(name, "the second"), owner);

        await using var source = NpgsqlDataSource.Create(roles.UrlOf(name, "the second") + ";Pooling=false");
        await using var connection = await source.OpenConnectionAsync();
        Assert.That(connection.UserName, Is.EqualTo(name));
    }

    [Test]
    public async Task The_password_of_a_login_that_is_not_the_applications_stays_as_it_is()
    {
        var owner = await roles.NewOwnerAsync("CREATEROLE");
        var other = new NpgsqlConnectionStringBuilder(await roles.NewLoginAsync());

        await ApplyAsync(roles.UrlOf(other.Username!, "a guess"), owner);

        await using var source = NpgsqlDataSource.Create(other.ConnectionString + ";Pooling=false");
        await using var connection = await source.OpenConnectionAsync();
        Assert.That(connection.UserName, Is.EqualTo(other.Username));
    }

    [Test]
    public async Task One_login_that_is_no_superuser_migrates_and_serves_switched()
    {
        var owner = await roles.NewOwnerAsync("CREATEROLE");

        await ApplyAsync(owner, "");

        await using var host = NewHost(owner);
        using var client = host.CreateClient();
        Assert.That(await RegisterAsync(client), Is.EqualTo(201));
        Assert.That(await AskAsync(host, WhoAmI), Does.StartWith($"{role} "));
    }

    [Test]
    public async Task A_login_that_does_not_inherit_the_rights_is_switched()
    {
        var login = await roles.NewLoginAsync("NOINHERIT");
        await ApplyAsync(login, database.ConnectionString);

        await using var host = NewHost(login);

        Assert.That(await AskAsync(host, WhoAmI), Does.StartWith($"{role} "));
    }

    [Test]
    public async Task An_owner_who_may_not_make_roles_is_told_what_an_administrator_has_to_run()
    {
        var owner = await roles.NewOwnerAsync();
        var url = roles.UrlOf(roles.NewName(), "of-the-tests");

        var refused = (await Assert.ThrowsAsync<ApplicationRoleException>(() => ApplyAsync(url, owner)))!;
        await database.ReadAsync<object>(
            string.Join('\n', refused.Message.Split('\n')[1..])
                .Replace("...the one in APP_DB__URL...", "of-the-tests", StringComparison.Ordinal)
        );
        await ApplyAsync(url, owner);

        await using var host = NewHost(url);
        using var client = host.CreateClient();
        Assert.That(await RegisterAsync(client), Is.EqualTo(201));
    }

    [Test]
    public async Task A_login_without_the_role_does_not_serve_and_the_log_says_what_to_do()
    {
        await ApplyAsync(database.ConnectionString, "");
        await RefusedAsync(await roles.NewLoginAsync());
    }

    [Test]
    public async Task An_owner_without_the_role_does_not_serve_until_apply_has_made_it_and_then_does()
    {
        await using var host = await RefusedAsync(database.ConnectionString);
        using var client = host.CreateClient();

        await ApplyAsync(database.ConnectionString, "");

        var ready = await Eventually.Async(
            () => client.SendAsync(HttpMethod.Get, "/ready"),
            answer => answer.Status == 200
        );
        Assert.That(ready.Status, Is.EqualTo(200), ready.Text);
        Assert.That(await RegisterAsync(client), Is.EqualTo(201));
    }

    [TestCase("SUPERUSER")]
    [TestCase("CREATEROLE")]
    [TestCase("LOGIN")]
    [TestCase("IN ROLE pg_read_all_data")]
    public async Task A_role_that_is_more_than_its_rights_is_not_taken(string attribute)
    {
        await database.ReadAsync<object>($"CREATE ROLE {role} {attribute}");

        await Assert.ThrowsAsync<ApplicationRoleException>(() => ApplyAsync(database.ConnectionString, ""));
    }

    [Test]
    public async Task Several_databases_of_one_server_may_be_set_up_at_once()
    {
        var others = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => TestDatabase.CreateEmptyAsync()));

        await Task.WhenAll(others.Select(other => Task.Run(() => ApplyAsync(other.ConnectionString, ""))));

        foreach (var other in others)
        {
            Assert.That(
                await other.ReadAsync<bool>($"SELECT has_table_privilege('{role}', 'audit_entries', 'INSERT')"),
                Is.True
            );
            await other.DisposeAsync();
        }
    }

    /// <summary>Nothing but refusals, and one line that says what to do.</summary>
    private async Task<ApiHost> RefusedAsync(string url)
    {
        var host = NewHost(url);
        using var client = host.CreateClient();
        var answer = await client.SendAsync(HttpMethod.Post, "/v1/auth/register", Person());
        var ready = await client.SendAsync(HttpMethod.Get, "/ready");
        await Eventually.Async(() => Task.FromResult(Lines(host)), lines => lines.Length > 0);

        Assert.That((answer.Status, answer.Code), Is.EqualTo((503, "database.unavailable")));
        Assert.That((ready.Status, ready.Text), Is.EqualTo((503, ready.Text)));
        Assert.That(ready.Text, Does.Contain("\"database\":\"failed\""));
        Assert.That(Lines(host), Has.Length.EqualTo(1).And.All.Contains(role));
        return host;
    }

    private static string[] Lines(ApiHost host) =>
        [
            .. host.Logs.Lines.Where(line =>
                line.StartsWith("Error", StringComparison.Ordinal)
                && line.Contains("run apply", StringComparison.Ordinal)
            ),
        ];

    private async Task ApplyAsync(string url, string owner)
    {
        await using var services = TestDatabase.Compose(url, ("Db:OwnerUrl", owner), ("Db:ApplicationRole", role));
        await services.GetRequiredService<SchemaMigrator>().ApplyAsync(default);
    }

    private ApiHost NewHost(string url) => new(url, ("Db:ApplicationRole", role));

    private static async Task<int> RegisterAsync(HttpClient client) =>
        (await client.SendAsync(HttpMethod.Post, "/v1/auth/register", Person())).Status;

    private static StringContent Person() =>
        JsonContent.Of(new { email = Fresh.Email(), password = "violet-kettle-orbit-93" });

    private static async Task<string?> AskAsync(ApiHost host, string sql)
    {
        await using var command = host.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        return await command.ExecuteScalarAsync() as string;
    }
}
