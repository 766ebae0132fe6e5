using System.Text.Json;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Api.Sessions;

/// <summary>Signing out, and seeing where one is signed in.</summary>
internal sealed class SignOutTests : ApiFixture
{
    [Test]
    public async Task A_logout_ends_refresh_and_access_and_is_repeatable()
    {
        var (_, email) = await NewAccountAsync();
        var pair = await LoginAsync(email);

        Assert.That((await Client.LogoutAsync(pair.Refresh)).Status, Is.EqualTo(204));
        Assert.That((await Client.LogoutAsync(pair.Refresh)).Status, Is.EqualTo(204), "Ended before.");

        Assert.That((await Client.RefreshAsync(pair.Refresh)).Status, Is.EqualTo(401));
        var me = await GetAsync("/v1/me", pair.Access);
        Assert.That((me.Status, me.Code), Is.EqualTo((401, "auth.invalid_token")));
        Assert.That(me.Header("WWW-Authenticate"), Is.EqualTo("Bearer error=\"invalid_token\""));
    }

    [Test]
    public async Task A_spent_token_signs_out_too()
    {
        var session = await new SessionForge(Database).NewAsync();
        var next = await Client.PairAsync((await Client.PairAsync(session.Token)).Refresh);

        Assert.That((await Client.LogoutAsync(session.Token)).Status, Is.EqualTo(204));

        Assert.That((await Client.RefreshAsync(next.Refresh)).Status, Is.EqualTo(401));
    }

    [Test]
    public async Task A_logout_of_all_ends_every_session_of_the_caller_and_nobody_elses()
    {
        var (id, email) = await NewAccountAsync();
        var (_, otherEmail) = await NewAccountAsync();
        Pair here = await LoginAsync(email),
            elsewhere = await LoginAsync(email),
            other = await LoginAsync(otherEmail);

        Assert.That((await Client.LogoutAllAsync(here.Access)).Status, Is.EqualTo(204));

        foreach (var pair in (Pair[])[here, elsewhere])
        {
            Assert.That(await Client.MeAsync(pair.Access), Is.EqualTo(401));
            Assert.That((await Client.RefreshAsync(pair.Refresh)).Status, Is.EqualTo(401));
        }
        Assert.That((await Client.LogoutAllAsync(here.Access)).Status, Is.EqualTo(401), "The caller is out too.");
        Assert.That(await Client.MeAsync(other.Access), Is.EqualTo(200));
        Assert.That(await AuditedAsync(id, "sessions.logout_all"), Is.EqualTo(1));
    }

    [Test]
    public async Task Everyone_sees_their_own_sessions_with_device_and_address()
    {
        var (_, email) = await NewAccountAsync();
        var laptop = await LoginAsync(email, "203.0.113.7", "Laptop/1.0");
        await LoginAsync(email, "2001:db8::7", "Phone/2.0");

        var answer = await GetAsync("/v1/me/sessions", laptop.Access);

        var items = answer.Json.GetProperty("items").EnumerateArray().ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(answer.Status, Is.EqualTo(200));
            Assert.That(answer.Header("Cache-Control"), Is.EqualTo("no-store"));
            Assert.That(items.Select(item => Text(item, "user_agent")), Is.EqualTo(["Phone/2.0", "Laptop/1.0"]));
            Assert.That(items.Select(item => Text(item, "address")), Is.EqualTo(["2001:db8::7", "203.0.113.7"]));
            Assert.That(items.Select(item => item.GetProperty("current").GetBoolean()), Is.EqualTo([false, true]));
            Assert.That(Text(items[0], "created_at"), Does.EndWith("Z"));
            Assert.That(
                items[0].EnumerateObject().Select(member => member.Name),
                Is.EqualTo(["id", "created_at", "last_used_at", "address", "user_agent", "current"])
            );
        });
    }

    [Test]
    public async Task A_session_is_ended_from_another_device()
    {
        var (id, email) = await NewAccountAsync();
        var (here, lost) = (await LoginAsync(email), await LoginAsync(email));
        var lostId = await CurrentAsync(lost);

        Assert.That(await DeleteAsync(lostId, here), Is.EqualTo((204, (string?)null)));

        Assert.That(await Client.MeAsync(lost.Access), Is.EqualTo(401));
        Assert.That((await Client.RefreshAsync(lost.Refresh)).Status, Is.EqualTo(401));
        Assert.That(await Client.MeAsync(here.Access), Is.EqualTo(200));
        Assert.That(await DeleteAsync(lostId, here), Is.EqualTo((404, "request.not_found")), "It is no longer there.");
        Assert.That(await AuditedAsync(id, "sessions.end"), Is.EqualTo(1));
    }

    [Test]
    public async Task One_can_end_the_session_one_is_in()
    {
        var (_, email) = await NewAccountAsync();
        var pair = await LoginAsync(email);

        Assert.That(await DeleteAsync(await CurrentAsync(pair), pair), Is.EqualTo((204, (string?)null)));

        Assert.That(await Client.MeAsync(pair.Access), Is.EqualTo(401));
    }

    [Test]
    public async Task Nobody_ends_or_learns_of_a_session_of_somebody_else()
    {
        var (_, email) = await NewAccountAsync();
        var victim = await new SessionForge(Database).NewAsync();
        var pair = await LoginAsync(email);

        Assert.That(await DeleteAsync(victim.Id.ToString(), pair), Is.EqualTo((404, "request.not_found")));
        Assert.That(await DeleteAsync(Guid.Empty.ToString(), pair), Is.EqualTo((404, "request.not_found")));

        Assert.That((await Client.RefreshAsync(victim.Token)).Status, Is.EqualTo(200));
    }

    [TestCase("1")]
    [TestCase("null")]
    [TestCase("0197A000-0000-7000-8000-00000000ABCD")]
    [TestCase("0197a0000000700080000000000000a1")]
    [TestCase("%7B0197a000-0000-7000-8000-0000000000a1%7D")]
    [TestCase("0197a000-0000-7000-8000-0000000000a1%20")]
    [TestCase("urn:uuid:0197a000-0000-7000-8000-0000000000a1")]
    [TestCase("%27%20OR%201=1--")]
    public async Task An_id_that_is_not_written_as_ids_are_is_named(string id)
    {
        var (_, email) = await NewAccountAsync();

        var answer = await Client.SendAsync(
            HttpMethod.Delete,
            $"/v1/me/sessions/{id}",
            token: (await LoginAsync(email)).Access
        );

        Assert.That((answer.Status, answer.Code), Is.EqualTo((400, "request.malformed")));
        Assert.That(answer.Errors("id"), Is.EqualTo(["malformed"]));
    }

    [TestCase("POST", "/v1/auth/logout-all")]
    [TestCase("GET", "/v1/me/sessions")]
    [TestCase("DELETE", "/v1/me/sessions/0197a000-0000-7000-8000-0000000000a1")]
    public async Task Without_a_token_there_is_nothing_to_see(string method, string path)
    {
        var answer = await Client.SendAsync(new HttpMethod(method), path);

        Assert.That((answer.Status, answer.Code), Is.EqualTo((401, "auth.missing_token")));
    }

    private async Task<Pair> LoginAsync(string email, string? address = null, string agent = "tests")
    {
        var answer = await Client.SendAsync(
            HttpMethod.Post,
            "/v1/auth/login",
            JsonContent.Of(new { email, password = GoodPassword }),
            address: address,
            header: ("user-agent", agent)
        );
        Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
        return answer.Pair();
    }

    private async Task<string> CurrentAsync(Pair pair) =>
        Text(
            (await GetAsync("/v1/me/sessions", pair.Access))
                .Json.GetProperty("items")
                .EnumerateArray()
                .Single(item => item.GetProperty("current").GetBoolean()),
            "id"
        )!;

    private async Task<(int Status, string? Code)> DeleteAsync(string id, Pair pair)
    {
        var answer = await Client.SendAsync(HttpMethod.Delete, $"/v1/me/sessions/{id}", token: pair.Access);
        return (answer.Status, answer.Code);
    }

    private static string? Text(JsonElement item, string member) => item.GetProperty(member).GetString();

    private Task<long> AuditedAsync(Guid user, string action) =>
        Database.ReadAsync<long>(
            "SELECT count(*) FROM audit_entries WHERE subject_id = $1 AND actor_id = $1 AND action = $2",
            user,
            action
        );
}
