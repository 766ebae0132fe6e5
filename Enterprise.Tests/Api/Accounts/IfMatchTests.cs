using Enterprise.Tests.Support;

namespace Enterprise.Tests.Api.Accounts;

/// <summary>Every shape in which <c>If-Match</c> comes (RFC 9110 section 13.1.1).</summary>
internal sealed class IfMatchTests : ApiFixture
{
    private string token = "";

    /// <summary>One caller for all: a test that changes them reads the tag anew.</summary>
    [OneTimeSetUp]
    public async Task SignInAsync()
    {
        var (_, email) = await NewAccountAsync();
        token = await NewTokenAsync(email);
    }

    // {0} is the tag of what was read, with its quotes.
    [TestCase("{0}")]
    [TestCase("*")]
    [TestCase(" {0} ")]
    [TestCase("\"another\", {0}")]
    [TestCase("{0},\"another\"")]
    [TestCase(", {0} ,,")]
    [TestCase("W/\"another\", {0}")]
    [TestCase("W/{0}, {0}")]
    [TestCase("\"a, b\", {0}")]
    [TestCase("\"\", {0}")]
    public async Task A_list_that_has_the_tag_matches(string header)
    {
        var tag = await ReadTagAsync();

        Assert.That((await PatchAsync(Fill(header, tag))).Status, Is.EqualTo(200));
    }

    [TestCase("\"another\"")]
    [TestCase("\"\"")]
    [TestCase("\"*\"")]
    [TestCase("W/{0}", Description = "RFC 9110 section 8.8.3.2: a weak tag is never strongly equal.")]
    [TestCase("W/{0}, \"another\"")]
    [TestCase("w/{0}", Description = "Read as weak, though it is no tag.")]
    [TestCase("W/ {0}", Description = "Read as weak, though it is no tag.")]
    [TestCase("\"x{0}\"", true)]
    public async Task A_list_without_the_tag_does_not_match(string header, bool bare = false)
    {
        var tag = await ReadTagAsync();

        var answer = await PatchAsync(Fill(header, bare ? tag.Trim('"') : tag));

        Assert.That((answer.Status, answer.Code), Is.EqualTo((412, "request.precondition_failed")));
        Assert.That(await ReadTagAsync(), Is.EqualTo(tag), "Nothing was changed.");
    }

    [TestCase("{0}", true)]
    [TestCase("nonsense")]
    [TestCase("\"unfinished")]
    [TestCase("'{0}'")]
    [TestCase("{0} \"another\"")]
    [TestCase("{0}; x")]
    [TestCase("*, {0}")]
    [TestCase("{0}, *")]
    [TestCase("*, *")]
    [TestCase("**")]
    public async Task What_is_no_list_of_tags_is_refused(string header, bool bare = false)
    {
        var tag = await ReadTagAsync();

        var answer = await PatchAsync(Fill(header, bare ? tag.Trim('"') : tag));

        Assert.Multiple(() =>
        {
            Assert.That((answer.Status, answer.Code), Is.EqualTo((400, "request.malformed")));
            Assert.That(answer.Errors("If-Match"), Is.EqualTo(["malformed"]));
        });
        Assert.That(await ReadTagAsync(), Is.EqualTo(tag), "Nothing was changed.");
    }

    [TestCase(200, "\"another\"", "{0}")]
    [TestCase(200, "{0}", "\"another\"")]
    [TestCase(200, "{0}", "{0}")]
    [TestCase(412, "\"another\"", "W/{0}")]
    [TestCase(400, "*", "{0}")]
    [TestCase(400, "*", "*")]
    [TestCase(400, "{0}", "nonsense")]
    [TestCase(200, "", "{0}")]
    [TestCase(428, "")]
    [TestCase(400, ",")]
    public async Task Several_lines_are_one_list(int status, params string[] lines)
    {
        var tag = await ReadTagAsync();
        var answer = await SendAsync(lines.Select(line => Fill(line, tag)));

        Assert.That(answer.Status, Is.EqualTo(status));
    }

    private async Task<string> ReadTagAsync() => (await GetAsync("/v1/me", token)).Header("ETag")!;

    private Task<Answer> PatchAsync(string ifMatch) => SendAsync([ifMatch]);

    private async Task<Answer> SendAsync(IEnumerable<string> lines)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, "/v1/me");
        request.Content = JsonContent.Of(new { name = "Ada King" });
        request.Headers.TryAddWithoutValidation("authorization", $"Bearer {token}");
        foreach (var line in lines)
            request.Headers.TryAddWithoutValidation("If-Match", line);
        using var response = await Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new Answer((int)response.StatusCode, text, response.Headers, response.Content.Headers);
    }

    private static string Fill(string header, string tag) => header.Replace("{0}", tag, StringComparison.Ordinal);
}
