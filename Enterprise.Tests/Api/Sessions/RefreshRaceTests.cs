using Enterprise.Tests.Support;

namespace Enterprise.Tests.Api.Sessions;

/// <summary>One refresh token presented many times at once, to two instances on one database.</summary>
internal sealed class RefreshRaceTests : TwoInstances
{
    private const int AtOnce = 500;
    private const int Rounds = 20;
    private const int Winners = 1 + 5;

    private HttpClient[] Clients => [Client, There];

    [Test]
    public async Task Twenty_rounds_of_five_hundred_at_once_give_one_successor_each()
    {
        var session = await Forge.NewAsync();
        var token = session.Token;
        for (var round = 1; round <= Rounds; round++)
        {
            var answers = await PresentAsync(token);

            var won = answers.Where(answer => answer.Status == 200).Select(answer => answer.Pair().Refresh).ToArray();
            var lost = answers.Where(answer => answer.Status != 200).ToArray();
            Assert.That(won, Has.Length.EqualTo(Winners));
            Assert.That(won.Distinct().Count(), Is.EqualTo(1), "Every winner has the same successor.");
            Assert.That(
                lost.Select(answer => (answer.Status, answer.Code)),
                Is.All.EqualTo((401, "sessions.invalid_refresh_token"))
            );
            Assert.That(await GenerationAsync(session), Is.EqualTo(round + 1));
            token = won[0];
        }
        Assert.That(token, Is.EqualTo(SessionForge.TokenOf(session, Rounds + 1)));
        Assert.That(await EndedAsync(session), Is.Null);
        Assert.That(await AuditedAsync(session), Is.Zero);
    }

    [Test]
    public async Task After_the_leeway_five_hundred_at_once_are_refused_and_the_session_is_dead()
    {
        var session = await Forge.NewAsync();
        var next = await Client.PairAsync(session.Token);
        await AgeAsync(session, TimeSpan.FromSeconds(10));

        var answers = await PresentAsync(session.Token);

        Assert.That(answers.Select(answer => answer.Status), Is.All.EqualTo(401));
        Assert.That(
            answers.Select(answer => answer.WithoutIds()).Distinct().Count(),
            Is.EqualTo(1),
            "The refusal does not say why."
        );
        Assert.That(await EndedAsync(session), Is.EqualTo("refresh_reused"));
        Assert.That(await AuditedAsync(session), Is.EqualTo(1));
        Assert.That((await Clients[1].RefreshAsync(next.Refresh)).Status, Is.EqualTo(401));
    }

    [Test]
    public async Task The_generation_before_the_last_ends_the_session_within_the_leeway()
    {
        var session = await Forge.NewAsync();
        var second = await Client.PairAsync(session.Token);
        var third = await Clients[1].PairAsync(second.Refresh);

        var answers = await PresentAsync(session.Token);

        Assert.That(answers.Select(answer => answer.Status), Is.All.EqualTo(401));
        Assert.That((await Client.RefreshAsync(third.Refresh)).Status, Is.EqualTo(401));
        Assert.That(await AuditedAsync(session), Is.EqualTo(1));
    }

    [Test]
    public async Task Twenty_rotations_in_a_row_and_each_old_token_again_end_the_session_once()
    {
        var session = await Forge.NewAsync();
        List<string> spent = [];
        var token = session.Token;
        for (var i = 0; i < 20; i++)
        {
            spent.Add(token);
            token = (await Clients[i % 2].PairAsync(token)).Refresh;
        }

        // The youngest of them is the predecessor of one that was not used, and would be good for that if it came first.
        var answers = await Task.WhenAll(spent.SkipLast(1).Select((old, i) => Clients[i % 2].RefreshAsync(old)));

        Assert.That(answers.Select(answer => answer.Status), Is.All.EqualTo(401));
        Assert.That((await Client.RefreshAsync(spent[^1])).Status, Is.EqualTo(401));
        Assert.That((await Client.RefreshAsync(token)).Status, Is.EqualTo(401));
        Assert.That(await AuditedAsync(session), Is.EqualTo(1));
    }

    [Test]
    public async Task Without_a_leeway_a_second_use_ends_the_session_however_close_it_is()
    {
        await using var strict = new ApiHost(Database.ConnectionString, ("Sessions:RefreshLeewaySeconds", "0"));
        using var client = strict.CreateClient();
        var session = await Forge.NewAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => client.RefreshAsync(session.Token)));

        Assert.That(answers.Count(answer => answer.Status == 200), Is.EqualTo(1));
        Assert.That(answers.Count(answer => answer.Status == 401), Is.EqualTo(49));
        Assert.That(await EndedAsync(session), Is.EqualTo("refresh_reused"));
        Assert.That(await AuditedAsync(session), Is.EqualTo(1));
    }

    private Task<Answer[]> PresentAsync(string token) =>
        Task.WhenAll(Enumerable.Range(0, AtOnce).Select(i => Task.Run(() => Clients[i % 2].RefreshAsync(token))));

    private Task<int> GenerationAsync(ForgedSession session) =>
        Database.ReadAsync<int>("SELECT generation FROM sessions WHERE id = $1", session.Id);

    private Task<string?> EndedAsync(ForgedSession session) =>
        Database.ReadAsync<string>("SELECT reason FROM sessions WHERE id = $1", session.Id);

    private Task<long> AuditedAsync(ForgedSession session) =>
        Database.ReadAsync<long>(
            "SELECT count(*) FROM audit_entries WHERE subject_id = $1 AND action = 'sessions.refresh'",
            session.UserId
        );

    private Task<object?> AgeAsync(ForgedSession session, TimeSpan by) =>
        Database.ReadAsync<object>("UPDATE sessions SET rotated_at = rotated_at - $2 WHERE id = $1", session.Id, by);
}
