using Enterprise.Tests.Support;

namespace Enterprise.Tests.Api.Sessions;

/// <summary>A botnet at one account, through the front door.</summary>
internal sealed class StrangerTests : ApiFixture
{
    private const int Allowed = 10;
    private const string Home = "203.0.113.1";
    private const string Hotel = "198.51.100.77";

    protected override (string Key, string Value)[] Settings =>
        [("Lockout:MaxFailuresOfStrangers", "10"), ("Lockout:MaxFailures", "3")];

    [Test]
    public async Task It_locks_out_strangers_with_the_usual_answer_and_not_the_owner_at_home()
    {
        var (id, email) = await NewAccountAsync();
        Assert.That((await LoginAsync(email, GoodPassword, Home)).Status, Is.EqualTo(200));

        var guesses = await Task.WhenAll(
            Enumerable.Range(0, 60).Select(i => LoginAsync(email, "wrong", $"192.0.2.{i}"))
        );

        var stranger = await LoginAsync(email, GoodPassword, Hotel);
        Assert.That(stranger.Status, Is.EqualTo(401));
        Assert.That(stranger.WithoutIds(), Is.EqualTo(guesses[0].WithoutIds()));
        Assert.That(await AuditedAsync(id, "wrong_password"), Is.EqualTo(Allowed), "No more are verified.");
        Assert.That((await LoginAsync(email, GoodPassword, Home)).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Accounts_that_do_not_exist_are_treated_alike()
    {
        var email = Fresh.Email();
        for (var i = 0; i <= Allowed; i++)
            await LoginAsync(email, "wrong", $"192.0.2.{i}");
        await NewAccountAsync(email);

        Assert.That((await LoginAsync(email, GoodPassword, Hotel)).Status, Is.EqualTo(401));
    }

    private Task<Answer> LoginAsync(string email, string password, string address) =>
        PostAsync("/v1/auth/login", new { email, password }, address);

    private Task<long> AuditedAsync(Guid subject, string outcome) =>
        Database.ReadAsync<long>(
            "SELECT count(*) FROM audit_entries WHERE subject_id = $1 AND action = 'sessions.login' AND outcome = $2",
            subject,
            outcome
        );
}
