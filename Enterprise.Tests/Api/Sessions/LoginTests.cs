using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Api.Sessions;

internal sealed class LoginTests : ApiFixture
{
    [Test]
    public async Task A_login_gives_a_token_pair_that_no_cache_keeps()
    {
        var (_, email) = await NewAccountAsync();

        var answer = await PostAsync(
            "/v1/auth/login",
            new { email = email.ToUpperInvariant(), password = GoodPassword }
        );

        Assert.Multiple(() =>
        {
            Assert.That(answer.Status, Is.EqualTo(200));
            Assert.That(answer.Header("Cache-Control"), Is.EqualTo("no-store"));
            Assert.That(
                answer.Json.EnumerateObject().Select(member => member.Name),
                Is.EqualTo([
                    "access_token",
                    "refresh_token",
                    "token_type",
                    "expires_in",
                    "refresh_expires_in",
                    "session_id",
                ])
            );
            Assert.That(answer.Json.GetProperty("token_type").GetString(), Is.EqualTo("Bearer"));
            Assert.That(answer.Json.GetProperty("expires_in").GetInt32(), Is.EqualTo(600));
            Assert.That(answer.Json.GetProperty("refresh_expires_in").GetInt32(), Is.EqualTo(7 * 24 * 3600));
        });
    }

    [Test]
    public async Task The_access_token_is_of_type_at_jwt_and_holds_every_promised_claim()
    {
        var (id, email) = await NewAccountAsync();
        var answer = await PostAsync("/v1/auth/login", new { email, password = GoodPassword });
        var parts = answer.Json.GetProperty("access_token").GetString()!.Split('.');

        var header = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[0]));
        var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1])).RootElement;

        Assert.Multiple(() =>
        {
            Assert.That(header, Does.Match("""^\{"alg":"HS256","typ":"at\+jwt","kid":"[A-Za-z0-9_-]{12}"\}$"""));
            Assert.That(
                claims.EnumerateObject().Select(claim => claim.Name),
                Is.EqualTo(["iss", "sub", "aud", "exp", "iat", "nbf", "jti", "sid", "roles", "permissions", "ver"])
            );
            Assert.That(claims.GetProperty("sub").GetGuid(), Is.EqualTo(id));
            Assert.That(
                claims.GetProperty("sid").GetGuid(),
                Is.EqualTo(answer.Json.GetProperty("session_id").GetGuid())
            );
        });
    }

    [Test]
    public async Task The_session_is_stored_with_device_and_address_and_nothing_that_can_be_presented()
    {
        var (id, email) = await NewAccountAsync();
        using var content = JsonContent.Of(new { email, password = GoodPassword });
        var answer = await Client.SendAsync(
            HttpMethod.Post,
            "/v1/auth/login",
            content,
            address: "203.0.113.7",
            header: ("user-agent", "Browser/1.0")
        );

        var refreshToken = Base64Url.DecodeFromChars(answer.Json.GetProperty("refresh_token").GetString());
        var row = await Database.ReadAsync<string>(
            "SELECT id || '|' || generation || '|' || host(address) || '|' || user_agent FROM sessions WHERE user_id = $1",
            id
        );
        var stored = await Database.ReadAsync<string>("SELECT s::text FROM sessions s WHERE user_id = $1", id);
        Assert.Multiple(() =>
        {
            Assert.That(
                row,
                Is.EqualTo($"{answer.Json.GetProperty("session_id").GetGuid()}|1|203.0.113.7|Browser/1.0")
            );
            Assert.That(refreshToken, Has.Length.EqualTo(68));
            Assert.That(stored, Does.Contain(Convert.ToHexStringLower(refreshToken.AsSpan(20, 16))), "The salt is.");
            Assert.That(stored, Does.Not.Contain(Convert.ToHexStringLower(refreshToken.AsSpan(36))));
        });
    }

    [Test]
    public async Task An_unknown_address_a_wrong_password_and_a_locked_account_get_the_same_answer()
    {
        var (_, known) = await NewAccountAsync();
        var (lockedId, locked) = await NewAccountAsync();
        await Database.ReadAsync<object>("UPDATE users SET locked_at = now() WHERE id = $1", lockedId);

        var answers = new[]
        {
            await PostAsync("/v1/auth/login", new { email = Fresh.Email(), password = GoodPassword }),
            await PostAsync("/v1/auth/login", new { email = known, password = "wrong" }),
            await PostAsync("/v1/auth/login", new { email = locked, password = GoodPassword }),
        };

        Assert.Multiple(() =>
        {
            Assert.That(answers.Select(answer => answer.Status), Is.All.EqualTo(401));
            Assert.That(answers.Select(answer => answer.WithoutIds()).Distinct().Count(), Is.EqualTo(1));
        });
    }

    [TestCase("wrong_password")]
    [TestCase("unknown_account")]
    [TestCase("account_locked")]
    [TestCase("succeeded")]
    public async Task The_audit_trail_says_what_the_client_is_not_told(string outcome)
    {
        var (id, email) = await NewAccountAsync();
        if (outcome == "account_locked")
            await Database.ReadAsync<object>("UPDATE users SET locked_at = now() WHERE id = $1", id);

        var answer = await PostAsync(
            "/v1/auth/login",
            new
            {
                email = outcome == "unknown_account" ? Fresh.Email() : email,
                password = outcome == "wrong_password" ? "wrong" : GoodPassword,
            }
        );

        Assert.That(
            await Database.ReadAsync<string>(
                "SELECT action || '|' || outcome || '|' || (subject_id IS NOT NULL) || '|' || (actor_id IS NOT NULL) FROM audit_entries WHERE request_id = $1",
                answer.Header("x-request-id")!
            ),
            Is.EqualTo(
                $"sessions.login|{outcome}|{(outcome != "unknown_account" ? "true" : "false")}|{(outcome == "succeeded" ? "true" : "false")}"
            )
        );
    }

    [Test]
    public async Task Sixty_four_logins_at_once_with_the_right_password_all_succeed()
    {
        var (_, email) = await NewAccountAsync();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 64).Select(_ => PostAsync("/v1/auth/login", new { email, password = GoodPassword }))
        );

        Assert.That(answers.Select(answer => answer.Status), Is.All.EqualTo(200));
    }

    [TestCase("""{"email":"a@b.de"}""", "password")]
    [TestCase("""{"password":"x"}""", "email")]
    [TestCase("""{"email":"a@b.de","password":""}""", "password")]
    public async Task Missing_credentials_name_their_field(string body, string field)
    {
        var answer = await PostTextAsync("/v1/auth/login", body);

        Assert.That((answer.Status, answer.Errors(field).Single()), Is.EqualTo((400, "required")));
    }

    [Test]
    public async Task A_password_that_no_one_could_have_set_is_just_wrong()
    {
        var (_, email) = await NewAccountAsync();

        var answer = await PostAsync("/v1/auth/login", new { email, password = "tab\there-and-there" });

        Assert.That((answer.Status, answer.Code), Is.EqualTo((401, "sessions.bad_credentials")));
    }
}
