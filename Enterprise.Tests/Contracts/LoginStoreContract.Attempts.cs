using Enterprise.Application.Sessions;
using Enterprise.Domain.Roles;

namespace Enterprise.Tests.Contracts;

/// <summary>Counting attempts and locking out.</summary>
public abstract partial class LoginStoreContract
{
    [Test]
    public async Task Beginning_a_login_reads_the_account()
    {
        var (account, keys) = await GivenAccountAsync(BuiltInRoles.User, BuiltInRoles.Admin);

        var attempt = await BeginAsync(keys);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(attempt.Wait, Is.Null);
            Assert.That(attempt.MaxFailures, Is.EqualTo(3));
            Assert.That(attempt.Account!.UserId, Is.EqualTo(account.Id));
            Assert.That(attempt.Account.PasswordHash, Is.EqualTo(account.PasswordHash));
            Assert.That(attempt.Account.SecurityStamp, Is.Not.Empty);
            Assert.That(attempt.Account.IsLocked, Is.False);
        }
    }

    [Test]
    public async Task An_address_finds_its_account_in_any_case()
    {
        var (account, _) = await GivenAccountAsync();

        var attempt = await BeginAsync(Given.Keys(Given.Email(account.Email.Value.ToUpperInvariant())));

        Assert.That(attempt.Account?.UserId, Is.EqualTo(account.Id));
    }

    [Test]
    public async Task An_account_that_is_locked_says_so()
    {
        var (account, keys) = await GivenAccountAsync();
        await LockAsync(account.Id);

        Assert.That((await BeginAsync(keys)).Account!.IsLocked, Is.True);
    }

    [Test]
    public async Task Attempts_are_counted_for_accounts_that_exist_and_for_those_that_do_not()
    {
        var (_, keys) = await GivenAccountAsync();
        var nobody = Given.Keys(Given.Email());

        for (var i = 1; i <= 3; i++)
        {
            Assert.That((await BeginAsync(keys)).Failures, Is.EqualTo(i));
            var attempt = await BeginAsync(nobody);
            Assert.That((attempt.Failures, attempt.Account), Is.EqualTo((i, (LoginAccount?)null)));
        }
    }

    [Test]
    public async Task The_last_attempt_is_not_locked_out_and_the_one_after_it_is()
    {
        var (_, keys) = await GivenAccountAsync();
        await FailAsync(keys, 2);

        var last = await BeginAsync(keys);
        var next = await BeginAsync(keys);

        Assert.That((last.IsLast, last.IsLockedOut), Is.EqualTo((true, false)));
        Assert.That((next.IsLast, next.IsLockedOut), Is.EqualTo((false, true)));
    }

    [Test]
    public async Task A_lock_out_is_for_one_pair_of_account_and_network()
    {
        var (account, keys) = await GivenAccountAsync();
        await FailAsync(keys, 4);

        Assert.That((await BeginAsync(Given.Keys(account.Email))).IsLockedOut, Is.False);
    }

    [Test]
    public async Task A_lock_out_ends_when_its_time_is_over_and_counting_begins_anew()
    {
        var (_, keys) = await GivenAccountAsync();
        await FailAsync(keys, 4);

        // Not the last second, because the stored clock may run on by itself.
        await AdvanceAsync(Lockout.Duration - TimeSpan.FromMinutes(1));
        Assert.That((await BeginAsync(keys)).IsLockedOut, Is.True);
        await AdvanceAsync(TimeSpan.FromMinutes(1) + Second);

        var attempt = await BeginAsync(keys);
        Assert.That((attempt.IsLockedOut, attempt.Failures), Is.EqualTo((false, 1)));
    }

    [Test]
    public async Task A_lock_out_is_not_made_longer_by_attempts_during_it()
    {
        var (_, keys) = await GivenAccountAsync();
        await FailAsync(keys, 3);

        for (var minute = 0; minute < 14; minute++)
        {
            await AdvanceAsync(TimeSpan.FromMinutes(1));
            Assert.That((await BeginAsync(keys)).IsLockedOut, Is.True);
        }
        await AdvanceAsync(TimeSpan.FromMinutes(1) + Second);

        Assert.That((await BeginAsync(keys)).IsLockedOut, Is.False);
    }

    [Test]
    public async Task Failures_are_forgotten_when_none_is_added_for_long_enough()
    {
        var (_, keys) = await GivenAccountAsync();
        await FailAsync(keys, 2);

        await AdvanceAsync(Lockout.Duration + Second);

        Assert.That((await BeginAsync(keys)).Failures, Is.EqualTo(1));
    }

    [Test]
    public async Task Every_failure_before_the_limit_keeps_the_others_remembered()
    {
        var (_, keys) = await GivenAccountAsync();
        await BeginAsync(keys);
        await AdvanceAsync(TimeSpan.FromMinutes(10));
        await BeginAsync(keys);
        await AdvanceAsync(TimeSpan.FromMinutes(10));

        Assert.That((await BeginAsync(keys)).Failures, Is.EqualTo(3));
    }

    [Test]
    public async Task A_returned_attempt_was_never_counted()
    {
        var (_, keys) = await GivenAccountAsync();
        await FailAsync(keys, 2);

        await ReturnAsync(keys);

        Assert.That((await BeginAsync(keys)).Failures, Is.EqualTo(2));
    }

    [Test]
    public async Task Returning_more_than_was_taken_gives_nobody_extra_attempts()
    {
        var (_, keys) = await GivenAccountAsync();
        await BeginAsync(keys);

        for (var i = 0; i < 5; i++)
            await ReturnAsync(keys);
        await ReturnAsync(Given.Keys(Given.Email()));

        Assert.That((await BeginAsync(keys)).Failures, Is.EqualTo(1));
    }

    [Test]
    public async Task Of_many_guesses_at_once_no_more_than_the_limit_may_be_verified()
    {
        var (_, keys) = await GivenAccountAsync();

        var attempts = await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => Task.Run(() => BeginAsync(keys))));

        Assert.That(attempts.Count(attempt => !attempt.IsLockedOut), Is.EqualTo(3));
        Assert.That(attempts.Count(attempt => attempt.IsLast), Is.EqualTo(1));
    }

    [Test]
    public async Task An_address_that_sends_too_much_is_told_to_wait_and_learns_and_counts_nothing()
    {
        var (_, keys) = await GivenAccountAsync();
        var origin = Given.Origin();
        var store = NewStore(new CredentialLimitOptions { CredentialsPerMinutePerClient = 1 });
        await store.BeginLoginAsync(Given.Keys(Given.Email()), origin.Again(), CancellationToken.None);

        var refused = await store.BeginLoginAsync(keys, origin.Again(), CancellationToken.None);

        Assert.That(refused.Wait, Is.GreaterThan(TimeSpan.Zero).And.LessThanOrEqualTo(TimeSpan.FromMinutes(1)));
        Assert.That(
            (refused.Account, refused.Failures, refused.IsLockedOut),
            Is.EqualTo(((LoginAccount?)null, 0, false))
        );
        Assert.That((await BeginAsync(keys)).Failures, Is.EqualTo(1), "It was not counted.");
    }
}
