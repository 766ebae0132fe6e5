using System.Diagnostics.Metrics;
using Enterprise.Application.Abstractions;
using Enterprise.Application.Accounts;
using Enterprise.Application.Audit;
using Enterprise.Domain.Audit;
using Enterprise.Domain.Roles;
using Enterprise.Tests.Api.Users;
using Enterprise.Tests.Contracts;
using Enterprise.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Enterprise.Tests.Api.Audit;

/// <summary>The counter of audit entries says what the trail holds, after whatever writes entries, or nearly does.</summary>
internal sealed class AuditMetricsTests : UsersFixture
{
    private readonly MeterLab meters = new();

    protected override void Replace(IServiceCollection services) => services.AddSingleton<IMeterFactory>(meters);

    [OneTimeTearDown]
    public void StopListening() => meters.Dispose();

    [Test]
    public async Task The_counter_and_the_trail_agree_on_every_action()
    {
        await DriveAccountsAsync();
        await DriveAvatarsAsync();
        await DriveSessionsAsync();
        await DriveOvertakenAsync();
        await DriveRolesAsync();
        await DriveUsersAsync();
        await DriveFloodAsync();

        var counted = meters.Totals(AuditMetrics.Records).Select(series => $"{series.Key}: {series.Value}").ToArray();
        Assert.That(counted.Order(StringComparer.Ordinal), Is.EqualTo(await StoredAsync()));
        Assert.That(
            counted.Select(series => series.Split(' ')[0]["action=".Length..]).Distinct(),
            // Which only the migrations program does.
            Is.EquivalentTo(AuditAction.All.Except([AuditAction.CreateAdmin])),
            "Every action was driven."
        );
        Declarations.AssertKept(meters);
    }

    private async Task<string[]> StoredAsync() => (
            await Database.ReadAsync<string[]>(
                """
                SELECT array_agg(format('action=%s outcome=%s: %s', action, outcome, entries))
                FROM (SELECT action, outcome, count(*) AS entries FROM audit_entries GROUP BY 1, 2) found
                """
            )
        )!.Order(StringComparer.Ordinal).ToArray();

    private async Task DriveAccountsAsync()
    {
        var (_, email) = await NewAccountAsync();
        await PostAsync("/v1/auth/register", new { email, password = GoodPassword });
        var wanted = Fresh.Email();
        await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(_ => PostAsync("/v1/auth/register", new { email = wanted, password = GoodPassword }))
        );
        var token = await NewTokenAsync(email);
        foreach (var ifMatch in (string[])["*", "\"stale\""])
            await SendAsync(HttpMethod.Patch, "/v1/me", token, new { name = "Ada" }, ifMatch);
        foreach (var password in (string[])["wrong", GoodPassword])
            await SendAsync(
                HttpMethod.Put,
                "/v1/me/password",
                token,
                new { current_password = password, new_password = "tall copper kettle 94" }
            );
    }

    private async Task DriveAvatarsAsync()
    {
        var token = await NewTokenOfAsync();
        for (var i = 0; i < 2; i++)
        {
            using var picture = new ByteArrayContent(Pictures.Small(i));
            await Client.SendAsync(HttpMethod.Put, "/v1/me/avatar", picture, token);
        }
        await SendAsync(HttpMethod.Delete, "/v1/me/avatar", token);
        await SendAsync(HttpMethod.Delete, "/v1/me/avatar", token);
    }

    private async Task DriveSessionsAsync()
    {
        var (id, email) = await NewAccountAsync();
        for (var i = 0; i < 7; i++)
            await PostAsync("/v1/auth/login", new { email, password = "wrong" }, "203.0.113.7");
        await PostAsync("/v1/auth/login", new { email = Fresh.Email(), password = GoodPassword });
        var signedIn = await PostAsync("/v1/auth/login", new { email, password = GoodPassword });
        var session = signedIn.Json.GetProperty("session_id").GetString();
        for (var i = 0; i < 2; i++)
            await SendAsync(HttpMethod.Delete, $"/v1/me/sessions/{session}", signedIn.Pair().Access);
        await Database.ReadAsync<object>("UPDATE users SET locked_at = now() WHERE id = $1", id);
        await PostAsync("/v1/auth/login", new { email, password = GoodPassword });

        var sessions = await Forge.NewAsync(3);
        var next = await Client.PairAsync((await Client.PairAsync(sessions[0].Token)).Refresh);
        await Client.RefreshAsync(sessions[0].Token);
        await Client.RefreshAsync(next.Refresh);
        await Client.LogoutAsync(sessions[1].Token);
        await Client.LogoutAsync(sessions[1].Token);
        var last = await Client.PairAsync(sessions[2].Token);
        await Client.LogoutAllAsync(last.Access);
    }

    /// <summary>What was verified is another by the time that it is used; only the ports can be asked for that.</summary>
    private async Task DriveOvertakenAsync()
    {
        var account = Given.Account();
        var (keys, origin) = (Given.Keys(account.Email), Given.Origin());
        var accounts = Host.Services.GetRequiredService<IAccountStore>();
        var logins = Host.Services.GetRequiredService<ILoginStore>();
        await accounts.RegisterAsync(account, origin, CancellationToken.None);
        var attempt = await logins.BeginLoginAsync(keys, origin, CancellationToken.None);
        var proved = Given.Proved(keys, attempt);
        var session = Given.Session(attempt.Account! with { SecurityStamp = "another" });
        var password = new NewPassword(account.Id, Given.NewId(), "another", "v1.of.the.tests");

        Assert.That(await logins.OpenAsync(session, proved, origin, CancellationToken.None), Is.Null);
        Assert.That(await accounts.ChangePasswordAsync(password, proved, origin, CancellationToken.None), Is.Null);
    }

    private async Task DriveRolesAsync()
    {
        var token = await NewTokenOfAsync(Permissions.RolesWrite, Permissions.RolesRead);
        foreach (var permission in (string[])[Permissions.RolesRead, Permissions.RolesRead, Permissions.UsersRead])
            await SendAsync(
                HttpMethod.Post,
                "/v1/roles",
                token,
                new
                {
                    name = permission == Permissions.UsersRead ? "too-much" : "counted",
                    description = "",
                    permissions = (string[])[permission],
                }
            );
        foreach (var permission in (string[])[Permissions.RolesWrite, Permissions.UsersRead])
        foreach (
            var (name, ifMatch) in (ValueTuple<string, string>[])
                [("counted", "*"), ("counted", "\"stale\""), ("admin", "*"), ("none", "*")]
        )
            await SendAsync(
                HttpMethod.Put,
                $"/v1/roles/{name}",
                token,
                new { description = "changed", permissions = (string[])[permission] },
                ifMatch
            );
        foreach (var holder in await Forge.NewAsync(3))
            await Database.ReadAsync<object>(
                "INSERT INTO user_roles (user_id, role_id) SELECT $1, id FROM roles WHERE name = 'counted'",
                holder.UserId
            );
        foreach (
            var (name, ifMatch) in (ValueTuple<string, string>[])
                [("counted", "\"stale\""), ("admin", "*"), ("counted", "*"), ("counted", "*")]
        )
            await SendAsync(HttpMethod.Delete, $"/v1/roles/{name}", token, ifMatch: ifMatch);
    }

    private async Task DriveUsersAsync()
    {
        var admin = await NewAdminAsync();
        var token = await TokenOfAsync(admin);
        var limited = await NewTokenOfAsync(Permissions.UsersWrite, Permissions.UsersRead, Permissions.RolesAssign);
        var email = Fresh.Email();
        foreach (
            var roles in (string[][])
                [
                    ["user"],
                    ["user"],
                    ["admin"],
                    ["none"],
                ]
        )
            await SendAsync(
                HttpMethod.Post,
                "/v1/users",
                roles is ["admin"] ? limited : token,
                new
                {
                    email,
                    name = "Ada",
                    password = GoodPassword,
                    roles,
                }
            );
        var people = await Forge.NewAsync(2);
        var (one, other) = (people[0].UserId, people[1].UserId);
        foreach (var ifMatch in (string[])["*", "\"stale\""])
            await PatchAsync(one, token, new { name = "Eve" }, ifMatch);
        await PatchAsync(one, token, new { email });
        await PatchAsync(admin.UserId, limited, new { email = Fresh.Email() });
        foreach (
            var roles in (string[][])
                [
                    ["user", "admin"],
                    ["user", "admin"],
                    ["none"],
                    ["user"],
                ]
        )
            await AssignAsync(one, token, "*", roles);
        await AssignAsync(one, limited, "*", "admin");
        foreach (var verb in (string[])["lock", "lock", "unlock", "unlock"])
            await SendAsync(HttpMethod.Post, $"/v1/users/{one}/{verb}", token);
        foreach (var id in (Guid[])[other, other, Given.NewId()])
            await SendAsync(HttpMethod.Delete, $"/v1/users/{id}/sessions", token);
        await DeleteAsync(one, token);
        await DeleteAsync(one, token);
        // The trigger that keeps an administrator undoes the entry as well.
        var remover = await NewTokenOfAsync(Permissions.UsersDelete, Permissions.UsersLock);
        AssertIs(await DeleteAsync(admin.UserId, remover), 409, "users.last_administrator");
        AssertIs(await LockAsync(admin.UserId, remover), 409, "users.last_administrator");
    }

    /// <summary>Of what an allowance refuses the first is written down, whatever it asked for.</summary>
    private async Task DriveFloodAsync()
    {
        await using var host = new ApiHost(Database.ConnectionString, ("Limits:CredentialsPerMinutePerClient", "1"))
        {
            Replace = Replace,
        };
        using var client = host.CreateClient();
        for (var i = 0; i < 4; i++)
        {
            await SendFromAsync("198.51.100.1", "/v1/auth/login", new { email = Fresh.Email(), password = "x" });
            await SendFromAsync(
                "198.51.100.2",
                "/v1/auth/refresh",
                new { refresh_token = SessionForge.TokenOf(await Forge.NewAsync(), 1) }
            );
            await SendFromAsync(
                "198.51.100.3",
                "/v1/auth/register",
                new { email = Fresh.Email(), password = GoodPassword }
            );
        }

        Task SendFromAsync(string address, string path, object body) =>
            client.SendAsync(HttpMethod.Post, path, JsonContent.Of(body), address: address);
    }
}
