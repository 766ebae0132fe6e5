using System.Collections.Concurrent;
using System.Text;
using Enterprise.Tests.Api.Swagger;
using Enterprise.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Enterprise.Tests.Api.Logging;

/// <summary>Log lines at a collector; what is in them is looked for as text.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class LogExportTests
{
    [TestCase("Telemetry:Logs", "true")]
    [TestCase("OTEL_LOGS_EXPORTER", "otlp")]
    public async Task Where_they_are_wanted_they_arrive_with_the_request_and_without_paths(string name, string value)
    {
        await using var collector = await LineCollector.StartAsync();
        await using (var host = NewHost(collector, (name, value)))
        {
            using var client = host.CreateClient();
            await client.SendAsync(
                HttpMethod.Get,
                "/v1/canary-path?q=canary-query",
                address: "203.0.113.77",
                header: ("x-request-id", "the-request")
            );
        }

        // The host is gone, and sent what waited before it went.
        var text = collector.Text;
        Assert.Multiple(() =>
        {
            foreach (
                var part in (string[])
                    [
                        "enterprise-api",
                        "Enterprise.Api.Logging.AccessLog",
                        "request_id",
                        "the-request",
                        "http.status",
                        "request.not_found",
                        "GET  404",
                    ]
            )
                Assert.That(text, Does.Contain(part));
            Assert.That(text, Does.Not.Contain("canary").And.Not.Contain("203.0.113.77"));
            Assert.That(text, Does.Not.Contain("RequestPath").And.Not.Contain("ConnectionId"));
        });
    }

    [Test]
    public async Task Levels_hold_for_the_collector_too()
    {
        await using var collector = await LineCollector.StartAsync();
        await using (
            var host = NewHost(
                collector,
                ("Telemetry:Logs", "true"),
                ("Logging:LogLevel:Enterprise.Api.Logging.AccessLog", "Warning")
            )
        )
        {
            using var client = host.CreateClient();
            await client.SendAsync(HttpMethod.Get, "/health", header: ("x-request-id", "the-request"));
        }

        Assert.That(collector.Text, Does.Contain("Enterprise.").And.Not.Contain("the-request"));
    }

    [Test]
    public async Task Unless_they_are_wanted_nothing_is_sent()
    {
        await using var collector = await LineCollector.StartAsync();
        await using (var host = NewHost(collector))
        {
            using var client = host.CreateClient();
            await client.SendAsync(HttpMethod.Get, "/health");
        }

        Assert.That(collector.Text, Is.Empty);
    }

    [Test]
    public async Task A_collector_that_hangs_holds_neither_requests_nor_the_end()
    {
        await using var collector = await LineCollector.StartAsync(hangs: true);
        var host = NewHost(
            collector,
            ("Telemetry:Logs", "true"),
            ("OTEL_BLRP_MAX_QUEUE_SIZE", "4"),
            ("OTEL_BLRP_MAX_EXPORT_BATCH_SIZE", "2")
        );
        using (var client = host.CreateClient())
            for (var i = 0; i < 50; i++)
                Assert.That((await client.SendAsync(HttpMethod.Get, "/health")).Status, Is.EqualTo(200));

        await host.DisposeAsync().AsTask().WaitAsync(Wait.Bound);

        Assert.That(host.Logs.Lines, Has.Some.Contains("Telemetry that was still waiting"));
    }

    private static ApiHost NewHost(LineCollector collector, params (string Key, string Value)[] settings) =>
        new(
            DocumentFixture.NoDatabase,
            [
                ("Telemetry:Endpoint", collector.Address),
                ("Telemetry:Protocol", "http/protobuf"),
                ("Telemetry:Traces", "false"),
                ("Telemetry:Metrics", "false"),
                .. settings,
            ]
        );

    /// <summary>Takes what is sent to <c>/v1/logs</c>, or takes its time for ever.</summary>
    private sealed class LineCollector : IAsyncDisposable
    {
        private readonly ConcurrentQueue<string> bodies = new();
        private readonly WebApplication app;

        private LineCollector(bool hangs)
        {
            var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
            app = builder.Build();
            app.Run(async context =>
            {
                using var reader = new StreamReader(context.Request.Body, Encoding.Latin1);
                if (context.Request.Path == "/v1/logs")
                    bodies.Enqueue(await reader.ReadToEndAsync(context.RequestAborted));
                if (hangs)
                    await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
            });
        }

        public string Address => app.Urls.Single();

        public string Text => string.Concat(bodies);

        public static async Task<LineCollector> StartAsync(bool hangs = false)
        {
            var collector = new LineCollector(hangs);
            await collector.app.StartAsync();
            return collector;
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
