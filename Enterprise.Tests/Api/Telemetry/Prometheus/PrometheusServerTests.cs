using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Enterprise.Migrations.Local;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Api.Telemetry.Prometheus;

/// <summary>A real Prometheus scrapes the program.</summary>
internal sealed class PrometheusServerTests : SocketFixture
{
    [Test]
    public async Task Prometheus_finds_it_up_and_answers_a_question_about_requests()
    {
        var program = PrometheusTools.Find(PrometheusTools.Server);
        using var folder = new TempFolder();
        var port = FreePort.Find(null);
        using var process = Start(program, folder, port);
        using var prometheus = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        using var client = new HttpClient { BaseAddress = Address };
        try
        {
            var up = await Eventually.Async(() => AskAsync(prometheus, "up"), value => value == 1);
            var rate = await Eventually.Async(
                async () =>
                {
                    await client.SendAsync(HttpMethod.Get, "/health");
                    return await AskAsync(
                        prometheus,
                        "sum by (http_route) (rate(http_server_request_duration_seconds_count{http_route=\"/health\"}[30s]))"
                    );
                },
                value => value > 0
            );

            Assert.That(up, Is.EqualTo(1));
            Assert.That(rate, Is.GreaterThan(0));
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    private Process Start(string program, TempFolder folder, int port)
    {
        var config = folder.Write(
            "prometheus.yml",
            $$"""
            global: { scrape_interval: 500ms, scrape_timeout: 500ms }
            scrape_configs:
              - job_name: enterprise-api
                static_configs: [{ targets: ["{{Address.Authority}}"] }]

            """
        );
        return Process.Start(
            new ProcessStartInfo(
                program,
                [
                    $"--config.file={config}",
                    $"--storage.tsdb.path={Path.Combine(folder.Path, "data")}",
                    $"--web.listen-address=127.0.0.1:{port}",
                    "--log.level=error",
                ]
            )
            {
                WorkingDirectory = folder.Path,
            }
        )!;
    }

    /// <summary>The value of the first series; <c>null</c> while there is none, or nobody answers.</summary>
    private static async Task<double?> AskAsync(HttpClient prometheus, string query)
    {
        try
        {
            using var answer = JsonDocument.Parse(
                await prometheus.GetStringAsync($"/api/v1/query?query={Uri.EscapeDataString(query)}")
            );
            var series = answer.RootElement.GetProperty("data").GetProperty("result");
            return series.GetArrayLength() == 0
                ? null
                : double.Parse(series[0].GetProperty("value")[1].GetString()!, CultureInfo.InvariantCulture);
        }
        catch (HttpRequestException)
        {
            // It is only starting.
            return null;
        }
    }
}
