using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Enterprise.Migrations.Local;
using Enterprise.Tests.Architecture;

namespace Enterprise.Tests.Support;

/// <summary>A Prometheus of its own that scrapes one program twice a second, and knows the rules that ship.</summary>
internal sealed class RealPrometheus : IAsyncDisposable
{
    private readonly TempFolder folder = new();
    private readonly Process process;
    private readonly HttpClient client;

    public RealPrometheus(Uri scraped)
    {
        var port = FreePort.Find(null);
        var config = folder.Write(
            "prometheus.yml",
            $$"""
            global: { scrape_interval: 500ms, scrape_timeout: 500ms, evaluation_interval: 1s }
            rule_files: ["{{Path.Combine(Solution.Root, "deploy/prometheus/rules")}}/*.yml"]
            scrape_configs:
              - job_name: enterprise-api
                static_configs: [{ targets: ["{{scraped.Authority}}"] }]

            """
        );
        client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        process = Process.Start(
            new ProcessStartInfo(
                PrometheusPrograms.Prometheus,
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

    /// <summary>The values of all series that a query gives now; none while nobody answers.</summary>
    public async Task<double[]> AskAsync(string query)
    {
        try
        {
            using var answer = JsonDocument.Parse(
                await client.GetStringAsync($"/api/v1/query?query={Uri.EscapeDataString(query)}")
            );
            var data = answer.RootElement.GetProperty("data");
            return data.GetProperty("resultType").GetString() == "scalar"
                ? [Number(data.GetProperty("result"))]
                :
                [
                    .. data.GetProperty("result")
                        .EnumerateArray()
                        .Select(series => Number(series.GetProperty("value"))),
                ];
        }
        catch (HttpRequestException)
        {
            // It is only starting.
            return [];
        }
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        client.Dispose();
        folder.Dispose();
    }

    private static double Number(JsonElement sample) =>
        double.Parse(
            sample[1].GetString()!.Replace("Inf", "Infinity", StringComparison.Ordinal),
            CultureInfo.InvariantCulture
        );
}
