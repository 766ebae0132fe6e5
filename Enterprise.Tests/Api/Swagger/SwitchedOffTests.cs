using Enterprise.Api.Swagger;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Api.Swagger;

internal sealed class SwitchedOffTests
{
    private ApiHost host = null!;
    private HttpClient client = null!;

    [OneTimeSetUp]
    public void Start()
    {
        host = new ApiHost(DocumentFixture.NoDatabase, ("Swagger:Enabled", "false"));
        client = host.CreateClient();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        client.Dispose();
        await host.DisposeAsync();
    }

    [TestCase("/swagger")]
    [TestCase("/swagger/")]
    [TestCase("/swagger/index.html")]
    [TestCase("/swagger/page.js")]
    [TestCase("/swagger/swagger-ui-bundle.js")]
    [TestCase("/swagger/v1/swagger.json")]
    public async Task Where_it_is_off_there_is_neither_page_nor_document(string path)
    {
        var answer = await client.SendAsync(HttpMethod.Get, path);

        Assert.Multiple(() =>
        {
            Assert.That((answer.Status, answer.Code), Is.EqualTo((404, "request.not_found")));
            Assert.That(answer.ContentType, Is.EqualTo("application/problem+json"));
        });
    }

    [Test]
    public void It_is_off_where_nothing_says_otherwise() => Assert.That(new SwaggerOptions().Enabled, Is.False);
}
