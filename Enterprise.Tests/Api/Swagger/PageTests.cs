using System.Text.RegularExpressions;
using Enterprise.Api.Http;
using Enterprise.Api.Swagger;
using Enterprise.Tests.Support;
using Microsoft.AspNetCore.Mvc.Testing;

namespace Enterprise.Tests.Api.Swagger;

internal sealed partial class PageTests : DocumentFixture
{
    private const string Policy = "Content-Security-Policy";

    [Test]
    public async Task The_page_is_there_without_a_token_and_like_every_other_answer()
    {
        var page = await GetAsync("/swagger");

        Assert.Multiple(() =>
        {
            Assert.That((page.Status, page.ContentType), Is.EqualTo((200, "text/html")));
            Assert.That(page.Header("x-request-id"), Is.Not.Empty);
            Assert.That(page.Header("X-Content-Type-Options"), Is.EqualTo("nosniff"));
            Assert.That(page.Header("X-Frame-Options"), Is.EqualTo("DENY"));
            Assert.That(Host.Logs.Lines, Has.Some.Contains("GET  200"));
        });
    }

    [Test]
    public async Task The_page_has_a_policy_of_its_own()
    {
        var policy = (await GetAsync("/swagger")).Header(Policy)!;

        Assert.Multiple(() =>
        {
            Assert.That(policy, Is.EqualTo(SwaggerPage.ContentSecurityPolicy));
            Assert.That(policy, Does.StartWith("default-src 'none';").And.Not.Contain("unsafe").And.Not.Contain("*"));
        });
    }

    [TestCase("/swagger/v1/swagger.json", 200)]
    [TestCase("/swagger/page.js", 200)]
    [TestCase("/swagger/swagger-ui-bundle.js", 200)]
    [TestCase("/swagger/nothing", 404)]
    [TestCase("/health", 200)]
    public async Task Everything_else_keeps_the_policy_that_allows_nothing(string path, int status)
    {
        var answer = await GetAsync(path);

        Assert.That(
            (answer.Status, answer.Header(Policy)),
            Is.EqualTo((status, SecurityHeaders.ContentSecurityPolicy))
        );
    }

    [Test]
    public async Task The_page_names_only_files_of_this_program_and_holds_neither_script_nor_style()
    {
        var html = (await GetAsync("/swagger")).Text;
        var files = Reference().Matches(html).Select(match => match.Groups["file"].Value).ToArray();

        Assert.That(files, Has.Length.EqualTo(6).And.All.StartWith("swagger/"));
        Assert.That(html, Does.Not.Match("<script>|<style| style=| on[a-z]+="));
        foreach (var file in files)
            Assert.That((await GetAsync("/" + file)).Status, Is.EqualTo(200), file);
    }

    [TestCase("/swagger/")]
    [TestCase("/swagger/index.html")]
    public async Task Other_names_of_the_page_lead_to_it(string path)
    {
        using var client = Host.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });

        var answer = await client.SendAsync(HttpMethod.Get, path);

        Assert.That((answer.Status, answer.Header("Location")), Is.EqualTo((302, "../swagger")));
        Assert.That((await GetAsync(path)).Text, Does.Contain("swagger-ui-bundle.js"));
    }

    [TestCase("/swagger/index.js")]
    [TestCase("/swagger/oauth2-redirect.html")]
    [TestCase("/swagger/swagger-ui-standalone-preset.js")]
    [TestCase("/swagger/v2/swagger.json")]
    public async Task Nothing_is_served_that_the_page_does_not_use(string path) =>
        Assert.That((await GetAsync(path)).Code, Is.EqualTo("request.not_found"));

    [Test]
    public async Task A_token_does_not_outlive_the_page() =>
        Assert.That((await GetAsync("/swagger/page.js")).Text, Does.Contain("persistAuthorization: false"));

    private Task<Answer> GetAsync(string path) => Client.SendAsync(HttpMethod.Get, path);

    [GeneratedRegex("(src|href)=\"(?<file>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reference();
}
