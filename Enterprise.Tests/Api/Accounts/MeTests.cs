using Enterprise.Tests.Support;

namespace Enterprise.Tests.Api.Accounts;

internal sealed class MeTests : ApiFixture
{
    [Test]
    public async Task The_caller_sees_their_own_account()
    {
        var (id, email) = await NewAccountAsync();

        var answer = await GetAsync("/v1/me", await NewTokenAsync(email));

        Assert.Multiple(() =>
        {
            Assert.That(answer.Status, Is.EqualTo(200));
            Assert.That(answer.Json.GetProperty("id").GetGuid(), Is.EqualTo(id));
            Assert.That(answer.Json.GetProperty("email").GetString(), Is.EqualTo(email));
            Assert.That(answer.Json.GetProperty("roles")[0].GetString(), Is.EqualTo("user"));
            Assert.That(answer.Json.GetProperty("permissions").GetArrayLength(), Is.Zero);
            Assert.That(answer.Json.GetProperty("created_at").GetString(), Does.EndWith("Z"));
            Assert.That(answer.Header("Cache-Control"), Is.EqualTo("no-store"));
            Assert.That(answer.Text, Does.Not.Contain("hash").And.Not.Contain("stamp").And.Not.Contain("normal"));
        });
    }

    [Test]
    public async Task Without_a_token_the_answer_says_that_one_is_missing()
    {
        var answer = await GetAsync("/v1/me");

        Assert.Multiple(() =>
        {
            Assert.That((answer.Status, answer.Code), Is.EqualTo((401, "auth.missing_token")));
            Assert.That(answer.Header("WWW-Authenticate"), Is.EqualTo("Bearer"));
        });
    }

    [TestCase("nonsense")]
    [TestCase("e30.e30.e30")]
    [TestCase("a b")]
    public async Task With_a_bad_token_the_answer_does_not_say_why(string token)
    {
        var answer = await GetAsync("/v1/me", token);

        Assert.Multiple(() =>
        {
            Assert.That((answer.Status, answer.Code), Is.EqualTo((401, "auth.invalid_token")));
            Assert.That(answer.Header("WWW-Authenticate"), Is.EqualTo("Bearer error=\"invalid_token\""));
        });
    }

    [Test]
    public async Task A_token_of_a_deleted_account_is_no_longer_valid()
    {
        var (id, email) = await NewAccountAsync();
        var token = await NewTokenAsync(email);
        await Database.ReadAsync<object>("DELETE FROM users WHERE id = $1", id);

        var answer = await GetAsync("/v1/me", token);

        Assert.That((answer.Status, answer.Code), Is.EqualTo((401, "auth.invalid_token")));
    }

    [Test]
    public async Task The_tag_does_not_cover_the_session_so_that_nobody_is_told_that_nothing_changed()
    {
        var (_, email) = await NewAccountAsync();
        var tag = (await GetAsync("/v1/me", await NewTokenAsync(email))).Header("ETag")!;

        var another = await Client.SendAsync(
            HttpMethod.Get,
            "/v1/me",
            token: await NewTokenAsync(email),
            header: ("If-None-Match", tag)
        );

        Assert.That((another.Status, another.Header("ETag")), Is.EqualTo((200, tag)));
    }
}
