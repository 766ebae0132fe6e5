using Enterprise.Application.Abstractions;
using Enterprise.Application.Accounts;
using Enterprise.Tests.Contracts;
using Enterprise.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Enterprise.Tests.Api.Sessions;

/// <summary>
/// Hundreds of refreshes on one instance against as many ends of the same sessions on another: whichever comes first, after
/// the end was answered no token of the session is ever accepted.
/// </summary>
internal sealed class EndRaceTests : TwoInstances
{
    private const int Races = 400;
    private const int AtOnce = 50;

    [Test]
    public Task Refresh_against_logout() =>
        RaceAsync(
            "logout",
            async (session, _) => Assert.That((await There.LogoutAsync(session.Token)).Status, Is.EqualTo(204))
        );

    [Test]
    public Task Refresh_against_logout_of_all() =>
        RaceAsync(
            "logout_all",
            async (_, pair) => Assert.That((await There.LogoutAllAsync(pair!.Access)).Status, Is.EqualTo(204)),
            session => Client.PairAsync(session.Token)
        );

    /// <summary>By the port, because each change by the route would be two hashes.</summary>
    [Test]
    public Task Refresh_against_a_change_of_password() =>
        RaceAsync(
            "password_changed",
            async (session, _) =>
            {
                var change = new NewPassword(session.UserId, Guid.Empty, SessionForge.SecurityStamp, "another hash");
                var proved = Given.Proved(Given.Keys(Given.Email()));
                var accounts = Other.Services.GetRequiredService<IAccountStore>();
                Assert.That(
                    await accounts.ChangePasswordAsync(change, proved, Given.Origin(), default),
                    Is.EqualTo([session.Id])
                );
            }
        );

    [Test]
    public Task Refresh_against_a_lock() =>
        RaceAsync(
            "account_locked",
            (session, _) => ExecuteAsync("UPDATE users SET locked_at = now() WHERE id = $1", session.UserId)
        );

    [Test]
    public Task Refresh_against_a_deletion() =>
        RaceAsync(
            null,
            (session, _) => ExecuteAsync("DELETE FROM users WHERE id = $1", session.UserId),
            races: Races / 4
        );

    /// <summary>
    /// What they have in common; <paramref name="reason"/> is what is stored, <c>null</c> where nothing is left. Who needs a pair to
    /// end a session gets one first.
    /// </summary>
    private async Task RaceAsync(
        string? reason,
        Func<ForgedSession, Pair?, Task> end,
        Func<ForgedSession, Task<Pair>>? prepare = null,
        int races = Races
    )
    {
        var sessions = await Forge.NewAsync(races);
        var refreshedFirst = 0;
        await Parallel.ForEachAsync(
            sessions.Index(),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (race, _) =>
            {
                var (number, session) = race;
                var pair = prepare is null ? null : await prepare(session);
                var token = pair?.Refresh ?? session.Token;
                // Either has the start in every other race.
                var early = number % 2 == 0 ? end(session, pair) : null;
                var refresh = Client.RefreshAsync(token);
                await (early ?? end(session, pair));
                var answer = await refresh;
                Assert.That(answer.Status, Is.AnyOf(200, 401));
                var last = answer.Status == 200 ? answer.Pair() : pair;
                Assert.That((await There.RefreshAsync(last?.Refresh ?? token)).Status, Is.EqualTo(401));
                if (answer.Status == 200)
                    Interlocked.Increment(ref refreshedFirst);
                // An access token may pass for as long as it takes the instance to hear of it, which is bounded.
                if (last is not null)
                    await RefusedAsync(last.Access);
            }
        );
        Assert.That(refreshedFirst, Is.InRange(1, races - 1), "Neither always came first.");
        if (reason is not null)
            Assert.That(
                await Database.ReadAsync<long>("SELECT count(*) FROM sessions WHERE reason = $1", reason),
                Is.EqualTo(races)
            );
    }

    /// <summary>On the connections of the other instance: one that is opened first would always come second.</summary>
    private async Task ExecuteAsync(string sql, Guid user)
    {
        await using var command = Other.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter { Value = user });
        Assert.That(await command.ExecuteNonQueryAsync(), Is.EqualTo(1));
    }
}
