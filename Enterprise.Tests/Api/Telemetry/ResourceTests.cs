using System.Text;
using Enterprise.Tests.Support;
using Enterprise.Tests.Support.Otlp;

namespace Enterprise.Tests.Api.Telemetry;

/// <summary>Who tells is said the same on every signal, wherever the settings come from.</summary>
[Parallelizable(ParallelScope.All)]
internal sealed class ResourceTests
{
    [Test]
    public async Task Traces_metrics_and_log_lines_name_the_same_service_and_attributes()
    {
        await using var collector = await OtlpCollector.StartAsync();
        // No environment variables of this process: as a file or the command line would set them.
        await using (
            var host = new ApiHost(
                Swagger.DocumentFixture.NoDatabase,
                ("Telemetry:Endpoint", collector.Http.ToString()),
                ("Telemetry:Logs", "true"),
                ("OTEL_BSP_MAX_QUEUE_SIZE", "256"),
                ("OTEL_SERVICE_NAME", "the-stronger-name"),
                (
                    "OTEL_RESOURCE_ATTRIBUTES",
                    "service.name=the-weaker-name,team=of-one,team=of%2Ctwo,deployment.environment.name=the-place"
                )
            )
        )
        {
            using var client = host.CreateClient();
            await client.SendAsync(HttpMethod.Get, "/v1/me");
        }

        Assert.Multiple(() =>
        {
            Assert.That(collector.Spans, Is.Not.Empty);
            Assert.That(collector.Points, Is.Not.Empty);
            Assert.That(collector.Logs, Is.Not.Empty);
            var bodies = collector.Bodies.Select(Encoding.Latin1.GetString).ToArray();
            foreach (var part in (string[])["the-stronger-name", "team", "of,two", "the-place"])
                Assert.That(bodies, Has.All.Contains(part));
            Assert.That(bodies, Has.None.Contains("the-weaker-name").And.None.Contains("of-one"));
        });
    }
}
