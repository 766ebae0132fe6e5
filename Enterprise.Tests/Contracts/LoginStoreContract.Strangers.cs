using Enterprise.Application.Sessions;
using Enterprise.Domain.Accounts;

namespace Enterprise.Tests.Contracts;

/// <summary>
/// Failures on one account from everywhere: they lock out who is not known there, and never who is, so that nobody elsewhere can keep the owner
/// out.
/// </summary>
public abstract partial class LoginStoreContract
{
    private const int AllowedToStrangers = 7;

    [Test]
    public async Task Failures_from_many_networks_lock_out_the_next_network()
    {
        var (account, _) = await GivenAccountAsync();
        await FailAsStrangersAsync(account.Email, AllowedToStrangers - 1);

        var last = await BeginAsync(Given.Keys(account.Email));
        var next = await BeginAsync(Given.Keys(account.Email));

        Assert.That((last.StrangerFailures, last.IsLast, last.IsLockedOut), Is.EqualTo((7, true, false)));
        Assert.That((next.Failures, next.IsLast, next.IsLockedOut), Is.EqualTo((1, false, true)));
    }

    [Test]
    public async Task A_network_that_the_account_signed_in_from_is_not_locked_out_by_strangers()
    {
        var (account, home) = await GivenAccountAsync();
        await SignInAsync(home);
        await FailAsStrangersAsync(account.Email, 3 * AllowedToStrangers);

        var attempt = await BeginAsync(home);

        Assert.That((attempt.IsLockedOut, attempt.StrangerFailures), Is.EqualTo((false, 0)));
        await SignInAsync(home);
        Assert.That((await BeginAsync(Given.Keys(account.Email))).IsLockedOut, Is.True, "Others stay out.");
    }

    [Test]
    public async Task A_network_is_known_for_a_while_only()
    {
        var (account, home) = await GivenAccountAsync();
        await SignInAsync(home);
        await AdvanceAsync(Lockout.KnownFor + Second);
        await FailAsStrangersAsync(account.Email, AllowedToStrangers);

        Assert.That((await BeginAsync(home)).IsLockedOut, Is.True);
    }

    [Test]
    public async Task A_known_network_has_its_own_limit_all_the_same()
    {
        var (_, home) = await GivenAccountAsync();
        await SignInAsync(home);
        await FailAsync(home, 3);

        Assert.That((await BeginAsync(home)).IsLockedOut, Is.True);
    }

    [Test]
    public async Task One_network_alone_cannot_lock_out_the_others()
    {
        var (account, keys) = await GivenAccountAsync();

        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => BeginAsync(keys))));

        var other = await BeginAsync(Given.Keys(account.Email));
        Assert.That((other.IsLockedOut, other.StrangerFailures), Is.EqualTo((false, Lockout.MaxFailures + 1)));
    }

    [Test]
    public async Task Of_many_strangers_at_once_no_more_than_the_limit_may_be_verified()
    {
        var (account, _) = await GivenAccountAsync();

        var attempts = await Task.WhenAll(
            Enumerable.Range(0, 200).Select(_ => Task.Run(() => BeginAsync(Given.Keys(account.Email))))
        );

        Assert.That(attempts.Count(attempt => !attempt.IsLockedOut), Is.EqualTo(AllowedToStrangers));
        Assert.That(attempts.Count(attempt => attempt.IsLast), Is.EqualTo(1));
    }

    [Test]
    public async Task A_success_takes_its_own_attempt_back_and_leaves_those_of_others()
    {
        var (account, keys) = await GivenAccountAsync();
        await FailAsStrangersAsync(account.Email, 3);
        await SignInAsync(keys);

        Assert.That((await BeginAsync(Given.Keys(account.Email))).StrangerFailures, Is.EqualTo(4));
    }

    [Test]
    public async Task A_stranger_whose_attempt_is_returned_was_never_counted()
    {
        var (account, keys) = await GivenAccountAsync();
        await FailAsStrangersAsync(account.Email, 3);

        await ReturnAsync(keys, await BeginAsync(keys));

        var again = await BeginAsync(keys);
        Assert.That((again.Failures, again.StrangerFailures), Is.EqualTo((1, 4)));
    }

    [Test]
    public async Task Returning_during_a_lock_out_of_strangers_does_not_end_it()
    {
        var (account, _) = await GivenAccountAsync();
        await FailAsStrangersAsync(account.Email, AllowedToStrangers);
        for (var i = 0; i < 5; i++)
        {
            var keys = Given.Keys(account.Email);
            await ReturnAsync(keys, await BeginAsync(keys));
        }

        Assert.That((await BeginAsync(Given.Keys(account.Email))).IsLockedOut, Is.True);
    }

    [Test]
    public async Task Strangers_are_let_in_again_when_the_time_is_over()
    {
        var (account, _) = await GivenAccountAsync();
        await FailAsStrangersAsync(account.Email, AllowedToStrangers + 1);

        await AdvanceAsync(Lockout.Duration + Second);

        var attempt = await BeginAsync(Given.Keys(account.Email));
        Assert.That((attempt.IsLockedOut, attempt.StrangerFailures), Is.EqualTo((false, 1)));
    }

    private async Task SignInAsync(LoginKeys keys)
    {
        var attempt = await BeginAsync(keys);
        var session = Given.Session(attempt.Account!);
        Assert.That(await OpenAsync(session, keys, attempt: attempt), Is.Not.Null);
    }

    private async Task FailAsStrangersAsync(EmailAddress email, int times)
    {
        for (var i = 0; i < times; i++)
            await BeginAsync(Given.Keys(email));
    }
}
