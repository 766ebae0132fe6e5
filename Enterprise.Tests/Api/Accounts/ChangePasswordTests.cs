using Enterprise.Tests.Support;

namespace Enterprise.Tests.Api.Accounts;

internal sealed class ChangePasswordTests : ApiFixture
{
    private const string NewPassword = "tall copper kettle 94";

    [Test]
    public async Task The_new_password_is_good_from_then_on_and_the_old_one_is_not()
    {
        var (_, email) = await NewAccountAsync();

        var answer = await ChangeAsync((await LoginAsync(email)).Access, GoodPassword, NewPassword);

        Assert.Multiple(async () =>
        {
            Assert.That((answer.Status, answer.Text), Is.EqualTo((204, "")));
            Assert.That((await TryLoginAsync(email, GoodPassword)).Status, Is.EqualTo(401));
            Assert.That((await TryLoginAsync(email, NewPassword)).Status, Is.EqualTo(200));
        });
    }

    [Test]
    public async Task Every_other_session_ends_at_once_and_the_callers_goes_on()
    {
        var (id, email) = await NewAccountAsync();
        var (own, other, third) = (await LoginAsync(email), await LoginAsync(email), await LoginAsync(email));
        var (_, stranger) = await NewAccountAsync();
        var theirs = await LoginAsync(stranger);
        Assert.That(await MeAsync(other.Access), Is.EqualTo(200));

        Assert.That((await ChangeAsync(own.Access, GoodPassword, NewPassword)).Status, Is.EqualTo(204));

        foreach (var ended in new[] { other, third })
        {
            Assert.That(await MeAsync(ended.Access), Is.EqualTo(401));
            Assert.That(await RefreshAsync(ended.Refresh), Is.EqualTo(401));
        }
        foreach (var open in new[] { own, theirs })
        {
            Assert.That(await MeAsync(open.Access), Is.EqualTo(200));
            Assert.That(await RefreshAsync(open.Refresh), Is.EqualTo(200));
        }
        Assert.That(
            await Database.ReadAsync<long>(
                "SELECT count(*) FROM sessions WHERE user_id = $1 AND reason = 'password_changed'",
                id
            ),
            Is.EqualTo(2)
        );
    }

    [Test]
    public async Task A_wrong_current_password_names_its_field_and_changes_nothing()
    {
        var (id, email) = await NewAccountAsync();
        var (own, other) = (await LoginAsync(email), await LoginAsync(email));

        var answer = await ChangeAsync(own.Access, "wrong", NewPassword);

        Assert.Multiple(async () =>
        {
            Assert.That((answer.Status, answer.Code), Is.EqualTo((400, "request.invalid")));
            Assert.That(answer.Errors("current_password"), Is.EqualTo(["wrong_password"]));
            Assert.That(await MeAsync(other.Access), Is.EqualTo(200));
            Assert.That(await AuditOfAsync(answer), Is.EqualTo("accounts.change_password|wrong_password"));
            Assert.That(await StoredAsync(id), Is.True, "The row is as it was made.");
            Assert.That((await TryLoginAsync(email, GoodPassword)).Status, Is.EqualTo(200));
        });
    }

    [Test]
    public async Task A_change_is_audited_with_the_request_that_made_it()
    {
        var (id, email) = await NewAccountAsync();

        var answer = await ChangeAsync((await LoginAsync(email)).Access, GoodPassword, NewPassword);

        Assert.That(await AuditOfAsync(answer), Is.EqualTo("accounts.change_password|succeeded"));
        Assert.That(
            await Database.ReadAsync<Guid>(
                "SELECT actor_id FROM audit_entries WHERE request_id = $1",
                answer.Header("x-request-id")!
            ),
            Is.EqualTo(id)
        );
    }

    [TestCase("short", "too_short")]
    [TestCase("passwordpassword", "common_password")]
    [TestCase("violet\tkettle\torbit", "invalid_characters")]
    [TestCase("", "required")]
    [TestCase("{email}", "personal_password")]
    [TestCase("grace-hopper-1", "personal_password")]
    public async Task A_new_password_keeps_the_rules_of_a_first_one(string password, string code)
    {
        var email = Fresh.Email().Replace("person-", "rosalind.franklin-", StringComparison.Ordinal);
        await PostAsync(
            "/v1/auth/register",
            new
            {
                email,
                password = GoodPassword,
                name = "Grace Hopper",
            }
        );
        var token = (await LoginAsync(email)).Access;

        var answer = await ChangeAsync(
            token,
            GoodPassword,
            password.Replace("{email}", email, StringComparison.Ordinal)
        );

        Assert.Multiple(async () =>
        {
            Assert.That((answer.Status, answer.Code), Is.EqualTo((400, "request.invalid")));
            Assert.That(answer.Errors("new_password"), Is.EqualTo([code]));
            Assert.That(answer.Text, Does.Not.Contain(GoodPassword));
            Assert.That((await TryLoginAsync(email, GoodPassword)).Status, Is.EqualTo(200));
        });
    }

    [TestCase("{}", "current_password", "required")]
    [TestCase("{}", "new_password", "required")]
    [TestCase("""{"current_password":"","new_password":"tall copper kettle 94"}""", "current_password", "required")]
    [TestCase("""{"current_password":"x","new_password":null}""", "new_password", "required")]
    public async Task What_is_missing_is_told_by_field(string body, string field, string code)
    {
        var (_, email) = await NewAccountAsync();
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        var answer = await Client.SendAsync(
            HttpMethod.Put,
            "/v1/me/password",
            content,
            (await LoginAsync(email)).Access
        );

        Assert.That((answer.Status, answer.Code), Is.EqualTo((400, "request.invalid")));
        Assert.That(answer.Errors(field), Is.EqualTo([code]));
    }

    [Test]
    public async Task Without_a_token_nothing_is_looked_at()
    {
        var body = JsonContent.Of(new { current_password = GoodPassword, new_password = NewPassword });

        var answer = await Client.SendAsync(HttpMethod.Put, "/v1/me/password", body);

        Assert.That((answer.Status, answer.Code), Is.EqualTo((401, "auth.missing_token")));
    }

    [Test]
    public async Task Of_fifty_changes_at_once_one_is_made_and_one_session_is_left()
    {
        var (id, email) = await NewAccountAsync();
        var sessions = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => LoginAsync(email)));

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 50)
                .Select(i => ChangeAsync(sessions[i % sessions.Length].Access, GoodPassword, $"{NewPassword} {i}"))
        );

        Assert.Multiple(async () =>
        {
            Assert.That(answers.Count(answer => answer.Status == 204), Is.EqualTo(1));
            // Whose session was ended by the one that was made is no longer signed in.
            Assert.That(answers.Select(answer => answer.Status).Distinct(), Is.SubsetOf([204, 400, 401]));
            Assert.That(
                answers.Where(answer => answer.Status == 400).SelectMany(answer => answer.Errors("current_password")),
                Is.All.EqualTo("wrong_password")
            );
            Assert.That(
                await Database.ReadAsync<long>(
                    "SELECT count(*) FROM sessions WHERE user_id = $1 AND revoked_at IS NULL",
                    id
                ),
                Is.EqualTo(1)
            );
            Assert.That(
                await Database.ReadAsync<long>(
                    "SELECT count(*) FROM audit_entries WHERE subject_id = $1 AND action = 'accounts.change_password' AND outcome = 'succeeded'",
                    id
                ),
                Is.EqualTo(1)
            );
        });
    }

    private async Task<(string Access, string Refresh)> LoginAsync(string email)
    {
        var answer = await TryLoginAsync(email, GoodPassword);
        Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
        return (
            answer.Json.GetProperty("access_token").GetString()!,
            answer.Json.GetProperty("refresh_token").GetString()!
        );
    }

    private Task<Answer> TryLoginAsync(string email, string password) =>
        PostAsync("/v1/auth/login", new { email, password });

    private Task<Answer> ChangeAsync(string token, string current, string next) =>
        Client.SendAsync(
            HttpMethod.Put,
            "/v1/me/password",
            JsonContent.Of(new { current_password = current, new_password = next }),
            token
        );

    private async Task<int> MeAsync(string token) => (await GetAsync("/v1/me", token)).Status;

    private async Task<int> RefreshAsync(string token) =>
        (await PostAsync("/v1/auth/refresh", new { refresh_token = token })).Status;

    private Task<string?> AuditOfAsync(Answer answer) =>
        Database.ReadAsync<string>(
            "SELECT string_agg(action || '|' || outcome, ',' ORDER BY id) FROM audit_entries WHERE request_id = $1",
            answer.Header("x-request-id")!
        );

    /// <summary>Whether a row was not touched since it was made.</summary>
    private Task<bool> StoredAsync(Guid id) =>
        Database.ReadAsync<bool>("SELECT updated_at = created_at FROM users WHERE id = $1", id);
}
