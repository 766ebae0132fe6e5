using Enterprise.Tests.Support;

namespace Enterprise.Tests.Api.Sessions;

internal sealed class LockoutTests : ApiFixture
{
    private const int Limit = 5;
    private const string Home = "203.0.113.1";
    private const string Away = "198.51.100.1";

    [Test]
    public async Task Of_two_hundred_wrong_passwords_at_once_five_are_verified_and_one_lock_out_is_audited()
    {
        var (id, email) = await NewAccountAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => LoginAsync(email, "wrong", Home)));

        Assert.Multiple(async () =>
        {
            Assert.That(answers, Is.All.EqualTo(401));
            Assert.That(await AuditedAsync(id, "sessions.login", "wrong_password"), Is.EqualTo(Limit));
            Assert.That(await AuditedAsync(id, "sessions.login", "locked_out"), Is.EqualTo(200 - Limit));
            Assert.That(await AuditedAsync(id, "sessions.lockout", "locked_out"), Is.EqualTo(1));
        });
    }

    [Test]
    public async Task After_the_limit_the_right_password_is_never_let_in_however_many_come_at_once()
    {
        var (_, email) = await NewAccountAsync();
        await FailAsync(email, Limit);

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 100).Select(i => LoginAsync(email, i % 20 == 0 ? GoodPassword : "wrong", Home))
        );

        Assert.That(answers, Is.All.EqualTo(401));
    }

    [Test]
    public async Task A_right_password_hidden_among_wrong_ones_is_let_in_only_within_the_limit()
    {
        var (id, email) = await NewAccountAsync();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 100).Select(i => LoginAsync(email, i == 50 ? GoodPassword : "wrong", Home))
        );

        // A success clears the failures, so the most that can be verified is a limit before it, itself, and a limit after it.
        var verified = await AuditedAsync(id, "sessions.login", "wrong_password");
        Assert.Multiple(() =>
        {
            Assert.That(answers.Count(status => status == 200), Is.LessThanOrEqualTo(1));
            Assert.That(verified, Is.LessThanOrEqualTo(answers.Contains(200) ? (2 * Limit) - 1 : Limit));
        });
    }

    [Test]
    public async Task The_network_of_the_failures_is_locked_out_and_no_other()
    {
        var (_, email) = await NewAccountAsync();
        await FailAsync(email, Limit);

        Assert.Multiple(async () =>
        {
            Assert.That(await LoginAsync(email, GoodPassword, Home), Is.EqualTo(401));
            Assert.That(await LoginAsync(email, GoodPassword, Away), Is.EqualTo(200));
        });
    }

    [Test]
    public async Task An_IPv6_client_cannot_evade_by_changing_its_address_within_its_network()
    {
        var (_, email) = await NewAccountAsync();
        for (var i = 0; i < Limit; i++)
            await LoginAsync(email, "wrong", $"2001:db8::{i + 1}");

        Assert.That(await LoginAsync(email, GoodPassword, "2001:db8::ffff"), Is.EqualTo(401));
    }

    [Test]
    public async Task A_lock_out_ends_after_its_time_and_not_a_second_before()
    {
        var (_, email) = await NewAccountAsync();
        await FailAsync(email, Limit);

        await AgeAsync(TimeSpan.FromMinutes(15) - TimeSpan.FromSeconds(1));
        var before = await LoginAsync(email, GoodPassword, Home);
        await AgeAsync(TimeSpan.FromSeconds(1));
        var after = await LoginAsync(email, GoodPassword, Home);

        Assert.That((before, after), Is.EqualTo((401, 200)));
    }

    [Test]
    public async Task Attempts_during_a_lock_out_do_not_make_it_longer()
    {
        var (_, email) = await NewAccountAsync();
        await FailAsync(email, Limit);
        await AgeAsync(TimeSpan.FromMinutes(14));
        await FailAsync(email, 20);

        await AgeAsync(TimeSpan.FromMinutes(1));

        Assert.That(await LoginAsync(email, GoodPassword, Home), Is.EqualTo(200));
    }

    [Test]
    public async Task A_success_clears_the_failures()
    {
        var (_, email) = await NewAccountAsync();
        for (var round = 0; round < 3; round++)
        {
            await FailAsync(email, Limit - 1);
            Assert.That(await LoginAsync(email, GoodPassword, Home), Is.EqualTo(200));
        }
    }

    [Test]
    public async Task Accounts_that_do_not_exist_are_locked_out_alike()
    {
        var email = Fresh.Email();
        await FailAsync(email, Limit);
        await PostAsync("/v1/auth/register", new { email, password = GoodPassword }, Home);

        Assert.That(await LoginAsync(email, GoodPassword, Home), Is.EqualTo(401));
    }

    private async Task<int> LoginAsync(string email, string password, string address) =>
        (await PostAsync("/v1/auth/login", new { email, password }, address)).Status;

    private async Task FailAsync(string email, int times)
    {
        for (var i = 0; i < times; i++)
            Assert.That(await LoginAsync(email, "wrong", Home), Is.EqualTo(401));
    }

    /// <summary>Moves what is stored into the past, since the database's clock decides and cannot be moved.</summary>
    private Task<object?> AgeAsync(TimeSpan by) =>
        Database.ReadAsync<object>("UPDATE login_attempts SET forgotten_at = forgotten_at - $1", by);

    private Task<long> AuditedAsync(Guid subject, string action, string outcome) =>
        Database.ReadAsync<long>(
            "SELECT count(*) FROM audit_entries WHERE subject_id = $1 AND action = $2 AND outcome = $3",
            subject,
            action,
            outcome
        );
}
