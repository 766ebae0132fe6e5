using Enterprise.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Enterprise.Tests.Api.Swagger;

internal sealed class DocumentCacheTests
{
    [Test]
    public async Task However_many_ask_for_the_document_it_is_made_once()
    {
        await using var database = await TestDatabase.CreateAsync();
        var counter = new Counter();
        await using var host = new ApiHost(database.ConnectionString)
        {
            Replace = services =>
                services.Configure<SwaggerGenOptions>(swagger => swagger.AddDocumentFilterInstance(counter)),
        };
        using var client = host.CreateClient();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 200).Select(_ => client.SendAsync(HttpMethod.Get, "/swagger/v1/swagger.json"))
        );

        Assert.That(answers.Select(answer => answer.Status), Is.All.EqualTo(200));
        Assert.That(answers.Select(answer => answer.Text).Distinct().Count(), Is.EqualTo(1));
        Assert.That(answers[0].Json.GetProperty("paths").EnumerateObject().Count(), Is.GreaterThan(10));
        Assert.That(counter.Count, Is.EqualTo(1));
    }

    private sealed class Counter : IDocumentFilter
    {
        private int count;

        public int Count => count;

        public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context) =>
            Interlocked.Increment(ref count);
    }
}
