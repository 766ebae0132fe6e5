using System.Buffers.Text;
using System.Text.Json;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Api.Sessions;

internal sealed class RefreshTests : ApiFixture
{
    [Test]
    public async Task A_refresh_gives_a_pair_that_no_cache_keeps()
    {
        var (id, email) = await NewAccountAsync();
        var login = await PostAsync("/v1/auth/login", new { email, password = GoodPassword });

        var answer = await Client.RefreshAsync(login.Pair().Refresh);

        Assert.Multiple(() =>
        {
            Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
            Assert.That(answer.Header("Cache-Control"), Is.EqualTo("no-store"));
            Assert.That(Names(answer), Is.EqualTo(Names(login)));
            Assert.That(Member(answer, "session_id"), Is.EqualTo(Member(login, "session_id")));
            Assert.That(answer.Json.GetProperty("refresh_expires_in").GetInt64(), Is.EqualTo(604800));
            Assert.That(answer.Pair().Refresh, Has.Length.EqualTo(91).And.Not.EqualTo(login.Pair().Refresh));
            Assert.That(Claim(answer, "sub"), Is.EqualTo(id.ToString()));
            Assert.That(Claim(answer, "jti"), Is.Not.EqualTo(Claim(login, "jti")));
        });
        Assert.That(await Client.MeAsync(answer.Pair().Access), Is.EqualTo(200));
    }

    [Test]
    public async Task Two_tabs_that_refresh_at_once_stay_signed_in()
    {
        var session = await new SessionForge(Database).NewAsync();

        var tabs = await Task.WhenAll(Client.PairAsync(session.Token), Client.PairAsync(session.Token));

        Assert.That(tabs[0].Refresh, Is.EqualTo(tabs[1].Refresh));
        foreach (var tab in tabs)
            Assert.That(await Client.MeAsync(tab.Access), Is.EqualTo(200));
        Assert.That((await Client.RefreshAsync(tabs[0].Refresh)).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task New_roles_are_in_the_next_token()
    {
        var session = await new SessionForge(Database).NewAsync();
        await Database.ReadAsync<object>(
            "INSERT INTO user_roles (user_id, role_id) SELECT $1, id FROM roles WHERE normalized_name = 'ADMIN'",
            session.UserId
        );

        var claims = Claims(await Client.RefreshAsync(session.Token));

        Assert.That(claims.GetProperty("roles").GetArrayLength(), Is.EqualTo(2));
        Assert.That(claims.GetProperty("permissions").GetArrayLength(), Is.GreaterThan(5));
    }

    [Test]
    public async Task The_last_token_of_a_session_says_how_little_is_left()
    {
        var session = await new SessionForge(Database).NewAsync();
        await Database.ReadAsync<object>(
            "UPDATE sessions SET absolute_expires_at = now() + interval '100 seconds' WHERE id = $1",
            session.Id
        );

        var answer = await Client.RefreshAsync(session.Token);

        Assert.That(answer.Json.GetProperty("refresh_expires_in").GetInt64(), Is.InRange(70, 100));
    }

    [TestCase("""{"refresh_token":""}""", "request.invalid")]
    [TestCase("{}", "request.invalid")]
    [TestCase("""{"refresh_token":null}""", "request.invalid")]
    [TestCase("""{"refresh_token":7}""", "request.malformed")]
    [TestCase("""{"refresh_token":"a","refresh_token":"b"}""", "request.malformed")]
    [TestCase("""{"Refresh_Token":"a"}""", "request.malformed")]
    [TestCase("""{"refresh_token":"a","more":1}""", "request.malformed")]
    [TestCase("""{"refresh_token":"a\u0000"}""", "request.malformed")]
    [TestCase("[]", "request.malformed")]
    [TestCase("", "request.malformed")]
    public async Task What_holds_no_token_is_refused_as_input(string body, string code)
    {
        foreach (var path in (string[])["/v1/auth/refresh", "/v1/auth/logout"])
        {
            var answer = await PostTextAsync(path, body);
            Assert.That((answer.Status, answer.Code), Is.EqualTo((400, code)));
        }
    }

    [Test]
    public async Task What_is_no_token_of_ours_gets_the_one_refusal_and_reaches_no_database()
    {
        var session = await new SessionForge(Database).NewAsync();
        var good = session.Token;
        // Without the table every statement fails, so that an answer proves that none was sent.
        await Database.ReadAsync<object>("ALTER TABLE sessions RENAME TO hidden");
        try
        {
            foreach (
                var token in (string[])
                    [
                        "x",
                        "' OR 1=1 --",
                        "\u0001",
                        new('A', 91),
                        new('A', 1024),
                        good[..^1],
                        good + "=",
                        good.ToUpperInvariant(),
                        (good[0] == 'A' ? 'B' : 'A') + good[1..],
                        good[..^2] + (good[^2] == 'A' ? 'B' : 'A') + good[^1],
                    ]
            )
            foreach (var path in (string[])["/v1/auth/refresh", "/v1/auth/logout"])
            {
                var answer = await PostAsync(path, new { refresh_token = token });
                Assert.That(
                    (answer.Status, answer.Code, answer.Header("WWW-Authenticate")),
                    Is.EqualTo((401, "sessions.invalid_refresh_token", "Bearer"))
                );
            }
            Assert.That((await Client.RefreshAsync(good)).Status, Is.EqualTo(503), "The good one is asked for.");
        }
        finally
        {
            await Database.ReadAsync<object>("ALTER TABLE hidden RENAME TO sessions");
        }
    }

    [Test]
    public async Task Every_bad_token_gets_the_same_answer()
    {
        var forge = new SessionForge(Database);
        var (spent, idle, ended, forged) = (
            await forge.NewAsync(),
            await forge.NewAsync(),
            await forge.NewAsync(),
            await forge.NewAsync()
        );
        await Client.PairAsync((await Client.PairAsync(spent.Token)).Refresh);
        await Database.ReadAsync<object>("UPDATE sessions SET idle_expires_at = now() WHERE id = $1", idle.Id);
        await Client.LogoutAsync(ended.Token);
        await Database.ReadAsync<object>("DELETE FROM sessions WHERE id = $1", forged.Id);

        var answers = new List<Answer>();
        foreach (var token in (string[])[spent.Token, idle.Token, ended.Token, forged.Token, "nonsense"])
            answers.Add(await Client.RefreshAsync(token));

        Assert.That(answers.Select(answer => answer.WithoutIds()).Distinct().Count(), Is.EqualTo(1));
        Assert.That(answers.Select(answer => answer.Status), Is.All.EqualTo(401));
    }

    [Test]
    public async Task A_bad_access_token_beside_a_good_refresh_token_changes_nothing()
    {
        var session = await new SessionForge(Database).NewAsync();

        var answer = await Client.SendAsync(
            HttpMethod.Post,
            "/v1/auth/refresh",
            JsonContent.Of(new { refresh_token = session.Token }),
            token: "nonsense"
        );

        Assert.That(answer.Status, Is.EqualTo(200));
    }

    [Test]
    public async Task A_session_of_another_secret_is_none()
    {
        await using var stranger = new ApiHost(
            Database.ConnectionString,
            ("Jwt:RefreshSecret", "Zq4Wm8Zt1Xq6Yb3Nv9Lc2Hs7Dj5Fg0Pa-other-refresh")
        );
        using var client = stranger.CreateClient();
        var session = await new SessionForge(Database).NewAsync();

        Assert.That((await client.RefreshAsync(session.Token)).Status, Is.EqualTo(401));
        Assert.That((await Client.RefreshAsync(session.Token)).Status, Is.EqualTo(200), "And nothing was spent.");
    }

    private static IEnumerable<string> Names(Answer answer) =>
        answer.Json.EnumerateObject().Select(member => member.Name);

    private static string? Member(Answer answer, string name) => answer.Json.GetProperty(name).GetString();

    private static JsonElement Claims(Answer answer) =>
        JsonDocument.Parse(Base64Url.DecodeFromChars(answer.Pair().Access.Split('.')[1])).RootElement;

    private static string? Claim(Answer answer, string name) => Claims(answer).GetProperty(name).GetString();
}
