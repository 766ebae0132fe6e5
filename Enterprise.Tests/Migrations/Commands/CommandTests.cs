using Enterprise.Domain.Roles;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Migrations.Commands;

/// <summary>The migrations program in a process of its own.</summary>
internal sealed class CommandTests : ApiFixture
{
    [Test]
    public async Task An_administrator_is_made_with_the_password_of_standard_input_and_holds_every_permission()
    {
        var email = Fresh.Email();

        var (exitCode, output, errors) = await RunAsync(["create-admin", "--email", email], GoodPassword + "\n");
        var me = await GetAsync("/v1/me", await NewTokenAsync(email));

        Assert.Multiple(() =>
        {
            Assert.That(exitCode, Is.Zero, errors);
            Assert.That(output, Does.Contain(email).And.Not.Contain(GoodPassword));
            Assert.That(Names(me, "roles"), Is.EqualTo(["admin", "user"]));
            Assert.That(Names(me, "permissions"), Is.EquivalentTo(Permissions.All));
        });
    }

    [Test]
    public async Task Without_a_password_one_is_drawn_and_shown_once()
    {
        var email = Fresh.Email();

        var (exitCode, output, _) = await RunAsync(["create-admin", "--email", email], "");
        var password = output.Split(": ")[^1].Trim();
        var login = await PostAsync("/v1/auth/login", new { email, password });

        Assert.That((exitCode, login.Status), Is.EqualTo((0, 200)));
    }

    [TestCase("nonsense", "violet-kettle-orbit-93", 65)]
    [TestCase("admin@example.com", "short", 65)]
    public async Task Bad_input_is_refused(string email, string password, int expected)
    {
        var (exitCode, _, errors) = await RunAsync(["create-admin", "--email", email], password);

        Assert.That(exitCode, Is.EqualTo(expected), errors);
    }

    [Test]
    public async Task A_taken_address_is_refused()
    {
        var (_, email) = await NewAccountAsync();

        var (exitCode, _, errors) = await RunAsync(["create-admin", "--email", email], GoodPassword);

        Assert.Multiple(() =>
        {
            Assert.That(exitCode, Is.EqualTo(1));
            Assert.That(errors, Does.Contain("exists already"));
        });
    }

    [Test]
    public async Task Apply_and_status_agree_that_all_is_applied()
    {
        var apply = await RunAsync(["apply"], "");
        var status = await RunAsync(["status"], "");

        Assert.Multiple(() =>
        {
            Assert.That((apply.ExitCode, status.ExitCode), Is.EqualTo((0, 0)));
            Assert.That(status.Output, Does.StartWith("applied ").And.Not.Contain("pending"));
        });
    }

    [Test]
    public async Task An_owner_who_may_not_make_the_role_is_69_and_is_told_the_statements_without_the_password()
    {
        await using var database = await TestDatabase.CreateEmptyAsync();
        await using var roles = new TestRoles(database);
        var owner = await roles.NewOwnerAsync();
        var role = roles.NewName();

        var (exitCode, _, errors) = await ProgramProcess.RunAsync(
            ProgramProcess.Migrations,
            ["apply"],
            new Dictionary<string, string>
            {
                ["APP_DB__URL"] = roles.UrlOf(roles.NewName(), "canary"),
                ["APP_DB__OWNER_URL"] = owner,
                ["APP_DB__APPLICATION_ROLE"] = role,
            }
        );

        Assert.Multiple(() =>
        {
            Assert.That(exitCode, Is.EqualTo(69));
            Assert.That(errors, Does.Contain($"CREATE ROLE \"{role}\" NOLOGIN;").And.Not.Contain("canary"));
        });
    }

    [Test]
    public async Task A_pepper_is_exchanged_without_a_login_and_the_old_one_can_go()
    {
        const string NewPepper = "Zq7Rm2Kx9Lp4Wd1Hs6Vb3Nc8Tf5Gj0Ya-rotated";
        await using var database = await TestDatabase.CreateAsync();
        await using var host = new ApiHost(database.ConnectionString);
        using var client = host.CreateClient();
        var account = new { email = Fresh.Email(), password = GoodPassword };
        await client.SendAsync(HttpMethod.Post, "/v1/auth/register", JsonContent.Of(account));

        var (exitCode, output, _) = await ProgramProcess.RunAsync(
            ProgramProcess.Migrations,
            ["rotate-pepper"],
            new Dictionary<string, string>
            {
                ["APP_DB__URL"] = database.ConnectionString,
                ["APP_PASSWORD_PEPPER"] = NewPepper,
                ["APP_PASSWORDS__PREVIOUS_PEPPERS"] = ApiHost.Pepper,
            }
        );
        await using var rotated = new ApiHost(database.ConnectionString, ("Passwords:Pepper", NewPepper));
        using var newClient = rotated.CreateClient();
        var login = await newClient.SendAsync(HttpMethod.Post, "/v1/auth/login", JsonContent.Of(account));

        Assert.That(
            (exitCode, output.Trim(), login.Status),
            Is.EqualTo((0, "1 renewed, 0 current, 0 unreadable, 0 changed meanwhile", 200))
        );
    }

    [TestCase("nonsense")]
    [TestCase("create-admin")]
    public async Task An_unknown_command_shows_what_there_is(string verb)
    {
        var (exitCode, _, errors) = await RunAsync([verb], "");

        Assert.Multiple(() =>
        {
            Assert.That(exitCode, Is.EqualTo(64));
            Assert.That(errors, Does.Contain("create-admin --email"));
        });
    }

    [TestCase("apply")]
    [TestCase("status")]
    [TestCase("create-admin", "--email", "admin@example.com")]
    [TestCase("rotate-pepper")]
    public async Task A_database_that_is_away_is_69_and_says_so(params string[] arguments)
    {
        var (exitCode, _, errors) = await ProgramProcess.RunAsync(
            ProgramProcess.Migrations,
            arguments,
            Environment("Host=127.0.0.1;Port=1;Username=u;Password=canary")
        );

        Assert.Multiple(() =>
        {
            Assert.That(exitCode, Is.EqualTo(69));
            Assert.That(errors, Does.Contain("does not answer").And.Not.Contain("canary"));
        });
    }

    private Task<(int ExitCode, string Output, string Errors)> RunAsync(string[] arguments, string input) =>
        ProgramProcess.RunAsync(ProgramProcess.Migrations, arguments, Environment(Database.ConnectionString), input);

    private static Dictionary<string, string> Environment(string url) =>
        new() { ["APP_DB__URL"] = url, ["APP_PASSWORD_PEPPER"] = ApiHost.Pepper };

    private static IEnumerable<string?> Names(Answer answer, string member) =>
        answer.Json.GetProperty(member).EnumerateArray().Select(name => name.GetString());
}
