using Enterprise.Tests.Support;

namespace Enterprise.Tests.Api.Sessions;

/// <summary>What a refresh costs the database. In a database of its own, since all writes are counted.</summary>
internal sealed class RefreshCostTests : ApiFixture
{
    private const int Count = 100;

    [Test]
    public async Task A_refresh_writes_two_rows_and_touches_no_index()
    {
        var session = await new SessionForge(Database).NewAsync();
        await Database.ReadAsync<object>("SELECT pg_stat_reset()");

        for (var generation = 1; generation <= Count; generation++)
            await Client.PairAsync(SessionForge.TokenOf(session, generation));

        // Each connection adds what it did when it finds the time.
        var writes = await Eventually.Async(
            () => SumAsync("n_tup_ins + n_tup_upd + n_tup_del"),
            written => written >= 2 * Count
        );
        Assert.That(writes, Is.EqualTo(2 * Count), "The allowance and the session.");
        // The first of an address makes its allowance; what does not fit on its page any more moves once in a while.
        Assert.That(await SumAsync("n_tup_hot_upd"), Is.GreaterThan(2 * Count * 8 / 10));
    }

    private Task<long> SumAsync(string columns) =>
        Database.ReadAsync<long>($"SELECT sum({columns})::bigint FROM pg_stat_user_tables");
}
