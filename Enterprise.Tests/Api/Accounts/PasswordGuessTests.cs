using System.Globalization;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Api.Accounts;

/// <summary>A stolen access token is no oracle for the password: guesses cost what they cost at the login.</summary>
internal sealed class PasswordGuessTests : ApiFixture
{
    private const int Limit = 5;
    private const int Allowance = 30;
    private const string NewPassword = "tall copper kettle 94";

    protected override (string Key, string Value)[] Settings => [("Limits:CredentialsPerMinutePerClient", "30")];

    [Test]
    public async Task After_five_wrong_ones_the_right_one_is_refused_here_and_at_the_login()
    {
        var (id, email, token) = await NewCallerAsync("203.0.113.1");
        for (var i = 0; i < Limit; i++)
            Assert.That(Codes(await ChangeAsync(token, "wrong", "203.0.113.1")), Is.EqualTo(["wrong_password"]));

        var right = await ChangeAsync(token, GoodPassword, "203.0.113.1");

        Assert.Multiple(async () =>
        {
            Assert.That((right.Status, right.Code), Is.EqualTo((400, "request.invalid")));
            Assert.That(Codes(right), Is.EqualTo(["wrong_password"]), "The same answer.");
            Assert.That(await LoginAsync(email, "203.0.113.1"), Is.EqualTo(401));
            Assert.That(await AuditedAsync(id, "accounts.change_password", "wrong_password"), Is.EqualTo(Limit));
            Assert.That(await AuditedAsync(id, "accounts.change_password", "locked_out"), Is.EqualTo(1));
            Assert.That(await AuditedAsync(id, "sessions.lockout", "locked_out"), Is.EqualTo(1));
            Assert.That(await LoginAsync(email, "198.51.100.1"), Is.EqualTo(200), "Another network is not locked out.");
            Assert.That((await ChangeAsync(token, GoodPassword, "198.51.100.1")).Status, Is.EqualTo(204));
        });
    }

    [Test]
    public async Task Wrong_ones_at_the_login_count_here()
    {
        var (_, email, token) = await NewCallerAsync("203.0.113.2");
        for (var i = 0; i < Limit; i++)
            await PostAsync("/v1/auth/login", new { email, password = "wrong" }, "203.0.113.2");

        Assert.That(Codes(await ChangeAsync(token, GoodPassword, "203.0.113.2")), Is.EqualTo(["wrong_password"]));
    }

    [Test]
    public async Task A_change_forgets_the_failures_before_it()
    {
        var (_, email, token) = await NewCallerAsync("203.0.113.3");
        for (var i = 0; i < Limit - 1; i++)
            await ChangeAsync(token, "wrong", "203.0.113.3");

        Assert.That((await ChangeAsync(token, GoodPassword, "203.0.113.3")).Status, Is.EqualTo(204));
        for (var i = 0; i < Limit - 1; i++)
            Assert.That(await LoginAsync(email, "203.0.113.3"), Is.EqualTo(401));
        var answer = await PostAsync("/v1/auth/login", new { email, password = NewPassword }, "203.0.113.3");
        Assert.That(answer.Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Of_many_guesses_at_once_five_are_verified()
    {
        var (id, _, token) = await NewCallerAsync("203.0.113.4");

        var answers = await Task.WhenAll(
            Enumerable.Range(0, Allowance - 5).Select(_ => ChangeAsync(token, "wrong", "203.0.113.4"))
        );

        Assert.That(answers.Select(answer => answer.Status), Is.All.EqualTo(400));
        Assert.That(await AuditedAsync(id, "accounts.change_password", "wrong_password"), Is.EqualTo(Limit));
    }

    [Test]
    public async Task Changes_take_from_the_allowance_of_the_network_and_are_told_to_wait()
    {
        var (id, email, token) = await NewCallerAsync("203.0.113.5");
        var verified = 0;
        Answer answer;
        while ((answer = await ChangeAsync(token, "wrong", "203.0.113.5")).Status != 429 && verified < 200)
            verified++;

        Assert.Multiple(async () =>
        {
            // Registering and signing in took two; a slow run earns one back every two seconds.
            Assert.That(verified, Is.InRange(Allowance - 2, Allowance + 20));
            Assert.That(answer.Code, Is.EqualTo("request.too_many"));
            Assert.That(int.Parse(answer.Header("Retry-After")!, CultureInfo.InvariantCulture), Is.InRange(1, 60));
            Assert.That(
                await Database.ReadAsync<long>(
                    "SELECT count(*) FROM audit_entries WHERE subject_id = $1 AND action = 'accounts.change_password'",
                    id
                ),
                Is.EqualTo(verified),
                "What was throttled was not verified."
            );
            Assert.That(await LoginAsync(email, "198.51.100.5"), Is.EqualTo(200));
        });
    }

    [Test]
    public async Task What_breaks_a_rule_is_no_guess()
    {
        var (id, _, token) = await NewCallerAsync("203.0.113.6");

        for (var i = 0; i < Allowance + 5; i++)
            Assert.That((await ChangeAsync(token, "wrong", "203.0.113.6", "short")).Status, Is.EqualTo(400));

        Assert.That(await AuditedAsync(id, "accounts.change_password", "wrong_password"), Is.Zero);
        Assert.That((await ChangeAsync(token, GoodPassword, "203.0.113.6")).Status, Is.EqualTo(204));
    }

    private async Task<(Guid Id, string Email, string Token)> NewCallerAsync(string address)
    {
        var email = Fresh.Email();
        var registered = await PostAsync("/v1/auth/register", new { email, password = GoodPassword }, address);
        var login = await PostAsync("/v1/auth/login", new { email, password = GoodPassword }, address);
        return (
            registered.Json.GetProperty("user_id").GetGuid(),
            email,
            login.Json.GetProperty("access_token").GetString()!
        );
    }

    private Task<Answer> ChangeAsync(string token, string current, string address, string next = NewPassword) =>
        Client.SendAsync(
            HttpMethod.Put,
            "/v1/me/password",
            JsonContent.Of(new { current_password = current, new_password = next }),
            token,
            address
        );

    private async Task<int> LoginAsync(string email, string address) =>
        (await PostAsync("/v1/auth/login", new { email, password = GoodPassword }, address)).Status;

    private static IEnumerable<string?> Codes(Answer answer) => answer.Errors("current_password");

    private Task<long> AuditedAsync(Guid subject, string action, string outcome) =>
        Database.ReadAsync<long>(
            "SELECT count(*) FROM audit_entries WHERE subject_id = $1 AND action = $2 AND outcome = $3",
            subject,
            action,
            outcome
        );
}
