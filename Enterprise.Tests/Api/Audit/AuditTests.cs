using System.Text.Json;
using Enterprise.Domain.Audit;
using Enterprise.Domain.Roles;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Api.Audit;

/// <summary>Reading the trail.</summary>
internal sealed class AuditTests : ApiFixture
{
    private string reader = null!;

    [OneTimeSetUp]
    public async Task SignInAsync() =>
        reader = (
            await Client.PairAsync((await new SessionForge(Database).NewHolderAsync(Permissions.AuditRead)).Token)
        ).Access;

    [Test]
    public async Task An_entry_says_who_did_what_from_where_and_what_changed()
    {
        var (id, email) = await NewAccountAsync();
        var token = await NewTokenAsync(email);
        foreach (var name in (string[])["Ada", "Ada King"])
            await RenameAsync(token, name);

        var answer = await ListAsync($"actor={id}&action={AuditAction.ChangeName}");
        var entry = answer.Json.GetProperty("items")[0];

        Assert.That(answer.Header("Cache-Control"), Is.EqualTo("no-store"));
        Assert.That(
            entry.EnumerateObject().Select(member => member.Name),
            Is.EqualTo([
                "id",
                "at",
                "action",
                "outcome",
                "actor",
                "subject",
                "address",
                "user_agent",
                "request_id",
                "changes",
            ])
        );
        Assert.That(
            entry.GetProperty("changes").GetRawText(),
            Is.EqualTo("""{"name":{"from":"Ada","to":"Ada King"}}""")
        );
        Assert.That(
            (Text(entry, "action"), Text(entry, "outcome"), Text(entry, "actor"), Text(entry, "subject")),
            Is.EqualTo((AuditAction.ChangeName, AuditOutcome.Succeeded, id.ToString(), id.ToString()))
        );
        Assert.That(
            answer.Json.GetProperty("items")[1].GetProperty("changes").GetRawText(),
            Is.EqualTo("""{"name":{"from":null,"to":"Ada"}}""")
        );
    }

    [Test]
    public async Task Failures_are_there_and_no_secret_is()
    {
        var (id, email) = await NewAccountAsync();
        foreach (var password in (string[])["a wrong canary password", GoodPassword])
            await PostAsync("/v1/auth/login", new { email, password }, "203.0.113.7");

        var answer = await ListAsync($"subject={id}&action={AuditAction.Login}");

        Assert.That(
            Items(answer).Select(entry => (Text(entry, "outcome"), Text(entry, "actor"), Text(entry, "address"))),
            Is.EqualTo([
                (AuditOutcome.Succeeded, id.ToString(), "203.0.113.7"),
                (AuditOutcome.WrongPassword, null, "203.0.113.7"),
            ])
        );
        Assert.That(answer.Text, Does.Not.Contain("canary").And.Not.Contain(GoodPassword).And.Not.Contain(email));
    }

    [Test]
    public async Task Each_filter_narrows_and_they_go_together()
    {
        var (id, email) = await NewAccountAsync();
        await NewTokenAsync(email);
        var all = Items(await ListAsync($"subject={id}"));
        var (login, register) = (all[0], all[1]);

        foreach (
            var (query, expected) in ((string, JsonElement[])[])
                [
                    ($"actor={id}", [login, register]),
                    ($"actor={id}&action={AuditAction.Register}", [register]),
                    ($"subject={id}&from={Text(login, "at")}", [login]),
                    ($"subject={id}&to={Text(login, "at")}", [register]),
                    ($"subject={id}&from={Text(register, "at")}&to={Text(login, "at")}", [register]),
                    ($"subject={id}&actor={id}&action={AuditAction.Logout}", []),
                    ($"actor={Guid.CreateVersion7(DateTimeOffset.UnixEpoch)}", []),
                    ($"subject={id}&from=2099-01-01T00:00:00%2B02:00", []),
                ]
        )
            Assert.That(
                Items(await ListAsync(query)).Select(entry => Text(entry, "id")),
                Is.EqualTo(expected.Select(entry => Text(entry, "id"))),
                query
            );
    }

    [TestCase(1)]
    [TestCase(4)]
    public async Task Page_by_page_to_the_end_while_others_are_written_nothing_is_missing_or_twice(int size)
    {
        var (id, email) = await NewAccountAsync();
        var token = await NewTokenAsync(email);
        for (var i = 0; i < 8; i++)
            await RenameAsync(token, $"Ada {i}");
        var before = Items(await ListAsync($"actor={id}&page_size=100")).Select(entry => Text(entry, "id")).ToArray();

        List<string?> walked = [];
        var path = $"/v1/audit?actor={id}&page_size={size}";
        while (path is not null)
        {
            var answer = await GetAsync(path, reader);
            walked.AddRange(Items(answer).Select(entry => Text(entry, "id")));
            path = answer.Header("Link") is { Length: > 0 } link
                ? link[1..link.IndexOf('>', StringComparison.Ordinal)]
                : null;
            Assert.That(Text(answer.Json, "next_cursor") is null, Is.EqualTo(path is null));
            await RenameAsync(token, "Ada");
        }

        Assert.That(walked, Is.EqualTo(before).And.Count.EqualTo(10));
    }

    [Test]
    public async Task The_link_is_the_same_question_with_the_cursor()
    {
        var answer = await ListAsync("page_size=1&from=2020-01-01T00:00:00Z");

        Assert.That(
            answer.Header("Link"),
            Is.EqualTo(
                $"</v1/audit?page_size=1&from=2020-01-01T00%3A00%3A00Z&cursor={Text(answer.Json, "next_cursor")}>; rel=\"next\""
            )
        );
    }

    [TestCase("action=sessions.nonsense", 400, "request.invalid", "action")]
    [TestCase("action=Sessions.Login", 400, "request.invalid", "action")]
    [TestCase("actor=1", 400, "request.malformed", "actor")]
    [TestCase("actor=", 400, "request.malformed", "actor")]
    [TestCase("subject=0197A000-0000-7000-8000-00000000A001", 400, "request.malformed", "subject")]
    [TestCase("from=yesterday", 400, "request.malformed", "from")]
    [TestCase("from=2026-01-01", 400, "request.malformed", "from")]
    [TestCase("from=2026-01-01T00:00:00", 400, "request.malformed", "from")]
    [TestCase("to=2026-13-01T00:00:00Z", 400, "request.malformed", "to")]
    [TestCase("to=1969-12-31T23:59:59Z", 400, "request.malformed", "to")]
    [TestCase("from=2026-01-02T00:00:00Z&to=2026-01-02T00:00:00Z", 400, "request.invalid", "to")]
    [TestCase("page_size=0", 400, "request.invalid", "page_size")]
    [TestCase("page_size=101", 400, "request.invalid", "page_size")]
    [TestCase("page_size=0x10", 400, "request.malformed", "page_size")]
    [TestCase("page_size=99999999999", 400, "request.malformed", "page_size")]
    [TestCase("page_size=5&page_size=6", 400, "request.malformed", "page_size")]
    [TestCase("page=1", 400, "request.malformed", "page")]
    [TestCase("Actor=0197a000-0000-7000-8000-00000000a001", 400, "request.malformed", "Actor")]
    [TestCase("outcome=succeeded", 400, "request.malformed", "outcome")]
    [TestCase("cursor=nonsense", 400, "request.invalid", "cursor")]
    [TestCase("cursor=AAAA", 400, "request.invalid", "cursor")]
    [TestCase("cursor=%00", 400, "request.malformed", "cursor")]
    public async Task What_is_not_as_documented_is_refused_by_name(string query, int status, string code, string field)
    {
        var answer = await ListAsync(query);

        Assert.That((answer.Status, answer.Code), Is.EqualTo((status, code)), answer.Text);
        Assert.That(answer.Errors(field), Is.Not.Empty, answer.Text);
    }

    [Test]
    public async Task A_cursor_that_was_changed_or_belongs_to_another_question_is_none()
    {
        await NewAccountAsync();
        await NewAccountAsync();
        const string Question = "page_size=1&action=accounts.register";
        var cursor = Text((await ListAsync(Question)).Json, "next_cursor")!;

        Assert.That((await ListAsync($"{Question}&cursor={cursor}")).Status, Is.EqualTo(200));
        Assert.That(
            (await ListAsync($"page_size=7&action=accounts.register&cursor={cursor}")).Status,
            Is.EqualTo(200),
            "The size may change on the way."
        );
        foreach (
            var query in (string[])
                [
                    $"{Question}&cursor={(cursor[0] == 'A' ? 'B' : 'A')}{cursor[1..]}",
                    $"{Question}&cursor={cursor[..^1]}",
                    $"page_size=1&cursor={cursor}",
                    $"page_size=1&action=sessions.login&cursor={cursor}",
                    $"{Question}&from=2020-01-01T00:00:00Z&cursor={cursor}",
                ]
        )
        {
            var answer = await ListAsync(query);
            Assert.That((answer.Status, answer.Code), Is.EqualTo((400, "request.invalid")), query);
            Assert.That(answer.Errors("cursor"), Is.EqualTo(["invalid_cursor"]));
        }
    }

    [Test]
    public async Task Nobody_reads_it_without_the_permission()
    {
        var others = Permissions.All.Where(permission => permission != Permissions.AuditRead).ToArray();
        var session = await new SessionForge(Database).NewHolderAsync(others);
        var token = (await Client.PairAsync(session.Token)).Access;

        var anonymous = await GetAsync("/v1/audit?nonsense=1");
        var forbidden = await GetAsync("/v1/audit?nonsense=1", token);

        Assert.That((anonymous.Status, anonymous.Code), Is.EqualTo((401, "auth.missing_token")));
        Assert.That((forbidden.Status, forbidden.Code), Is.EqualTo((403, "auth.forbidden")));
    }

    private Task<Answer> ListAsync(string query) => GetAsync($"/v1/audit?{query}", reader);

    private Task<Answer> RenameAsync(string token, string name) =>
        Client.SendAsync(HttpMethod.Patch, "/v1/me", JsonContent.Of(new { name }), token, header: ("If-Match", "*"));

    private static JsonElement[] Items(Answer answer) =>
        answer.Status == 200
            ? [.. answer.Json.GetProperty("items").EnumerateArray()]
            : throw new AssertionException(answer.Text);

    private static string? Text(JsonElement entry, string member) => entry.GetProperty(member).GetString();
}
