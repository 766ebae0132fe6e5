using System.Text.Json;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Api.Accounts;

internal sealed class ChangeNameTests : ApiFixture
{
    private const string NewName = "Ada King";

    [Test]
    public async Task A_name_changes_and_the_answer_is_the_caller_with_the_next_tag()
    {
        var (id, token, tag) = await NewCallerAsync();

        var answer = await PatchAsync(token, tag, " Ada King ");

        var read = await GetAsync("/v1/me", token);
        Assert.Multiple(() =>
        {
            Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
            Assert.That(answer.Json.GetProperty("id").GetGuid(), Is.EqualTo(id));
            Assert.That(answer.Json.GetProperty("name").GetString(), Is.EqualTo(NewName));
            Assert.That(answer.Header("ETag"), Does.Match("^\"[0-9a-f]{32}\"$").And.Not.EqualTo(tag));
            Assert.That(answer.Header("Cache-Control"), Is.EqualTo("no-store"));
            Assert.That(read.Text, Is.EqualTo(answer.Text));
            Assert.That(read.Header("ETag"), Is.EqualTo(answer.Header("ETag")));
        });
    }

    [Test]
    public async Task The_tag_of_an_answer_is_good_for_the_next_change_and_its_own_for_none()
    {
        var (_, token, tag) = await NewCallerAsync();

        var first = await PatchAsync(token, tag, "Ada");
        var again = await PatchAsync(token, tag, "Augusta");
        var second = await PatchAsync(token, first.Header("ETag"), NewName);

        Assert.That((first.Status, again.Status, second.Status), Is.EqualTo((200, 412, 200)));
    }

    [Test]
    public async Task Without_a_tag_a_change_is_refused_and_told_why()
    {
        var (id, token, _) = await NewCallerAsync();

        var answer = await PatchAsync(token, null, NewName);

        Assert.That((answer.Status, answer.Code), Is.EqualTo((428, "request.precondition_required")));
        Assert.That(answer.Header("ETag"), Is.Null);
        await AssertUntouchedAsync(id);
    }

    [TestCase("{}", "required")]
    [TestCase("""{"name":null}""", "required")]
    [TestCase("""{"name":""}""", "invalid_name")]
    [TestCase("""{"name":"  "}""", "invalid_name")]
    [TestCase("""{"name":"a\tb"}""", "invalid_name")]
    public async Task A_broken_rule_names_its_field(string body, string code)
    {
        var (id, token, tag) = await NewCallerAsync();

        var answer = await PatchTextAsync(token, tag, body);

        Assert.Multiple(() =>
        {
            Assert.That((answer.Status, answer.Code), Is.EqualTo((400, "request.invalid")));
            Assert.That(answer.Errors("name"), Is.EqualTo([code]));
        });
        await AssertUntouchedAsync(id);
    }

    [TestCase("""{"name":"Ada","email":"ada@example.com"}""")]
    [TestCase("""{"name":"Ada","roles":["admin"]}""")]
    [TestCase("""{"Name":"Ada"}""")]
    [TestCase("[]")]
    [TestCase("null")]
    [TestCase("")]
    public async Task What_cannot_be_changed_here_is_refused(string body)
    {
        var (id, token, tag) = await NewCallerAsync();

        var answer = await PatchTextAsync(token, tag, body);

        Assert.That((answer.Status, answer.Code), Is.EqualTo((400, "request.malformed")));
        await AssertUntouchedAsync(id);
    }

    [Test]
    public async Task A_name_of_64_characters_is_taken_and_a_longer_one_is_not()
    {
        var (_, token, tag) = await NewCallerAsync();

        var longer = await PatchAsync(token, tag, new string('a', 65));
        var longest = await PatchAsync(token, tag, new string('a', 64));

        Assert.That((longer.Status, longest.Status), Is.EqualTo((400, 200)));
    }

    [TestCase(2)]
    [TestCase(50)]
    public async Task Of_several_changes_of_what_was_read_one_is_made(int count)
    {
        var (id, token, tag) = await NewCallerAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, count).Select(i => PatchAsync(token, tag, $"Ada {i}")));

        var made = answers.Single(answer => answer.Status == 200);
        Assert.Multiple(async () =>
        {
            Assert.That(answers.Count(answer => answer.Status == 412), Is.EqualTo(count - 1));
            Assert.That((await GetAsync("/v1/me", token)).Text, Is.EqualTo(made.Text));
            Assert.That(await AuditedAsync(id), Is.EqualTo(1));
        });
    }

    [Test]
    public async Task A_change_is_audited_with_the_request_that_made_it()
    {
        var (id, token, tag) = await NewCallerAsync();

        var answer = await PatchAsync(token, tag, NewName);

        var found = await Database.ReadAsync<string>(
            "SELECT action || '|' || outcome FROM audit_entries WHERE request_id = $1 AND actor_id = $2 AND subject_id = $2",
            answer.Header("x-request-id")!,
            id
        );
        Assert.That(found, Is.EqualTo("accounts.change_name|succeeded"));
    }

    [Test]
    public async Task A_change_of_roles_is_another_state()
    {
        var (id, token, tag) = await NewCallerAsync();
        await Database.ReadAsync<object>(
            "INSERT INTO user_roles (user_id, role_id) SELECT $1, id FROM roles WHERE normalized_name = 'ADMIN'",
            id
        );

        // The token speaks of the roles before, so the caller would get 401; another one is read with.
        var email = await Database.ReadAsync<string>("SELECT email FROM users WHERE id = $1", id);
        var answer = await PatchAsync(await NewTokenAsync(email!), tag, NewName);

        Assert.That(answer.Status, Is.EqualTo(412));
    }

    [Test]
    public async Task Without_a_token_nothing_is_looked_at()
    {
        var answer = await Client.SendAsync(HttpMethod.Patch, "/v1/me", JsonContent.Of(new { name = NewName }));

        Assert.That((answer.Status, answer.Code), Is.EqualTo((401, "auth.missing_token")));
    }

    private async Task<(Guid Id, string Token, string Tag)> NewCallerAsync()
    {
        var (id, email) = await NewAccountAsync();
        var token = await NewTokenAsync(email);
        return (id, token, (await GetAsync("/v1/me", token)).Header("ETag")!);
    }

    private Task<Answer> PatchAsync(string token, string? ifMatch, string name) =>
        PatchTextAsync(token, ifMatch, JsonSerializer.Serialize(new { name }));

    private async Task<Answer> PatchTextAsync(string token, string? ifMatch, string body)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        return await Client.SendAsync(
            HttpMethod.Patch,
            "/v1/me",
            content,
            token,
            header: ifMatch is null ? null : ("If-Match", ifMatch)
        );
    }

    private async Task AssertUntouchedAsync(Guid id)
    {
        Assert.That(
            await Database.ReadAsync<bool>(
                "SELECT name IS NULL AND updated_at = created_at FROM users WHERE id = $1",
                id
            ),
            Is.True
        );
        Assert.That(await AuditedAsync(id), Is.Zero);
    }

    private Task<long> AuditedAsync(Guid id) =>
        Database.ReadAsync<long>(
            "SELECT count(*) FROM audit_entries WHERE subject_id = $1 AND action = 'accounts.change_name'",
            id
        );
}
