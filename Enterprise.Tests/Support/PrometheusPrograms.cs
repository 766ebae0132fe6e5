using System.Diagnostics;
using Enterprise.Tests.Architecture;

namespace Enterprise.Tests.Support;

/// <summary><c>prometheus</c> and <c>promtool</c>, from the PATH or from where <c>eng/install-prometheus.sh</c> unpacks them.</summary>
internal static class PrometheusPrograms
{
    private static readonly string Unpacked = Path.Combine(Solution.Root, ".local/tools/prometheus/usr/bin");

    /// <summary>The path of the server.</summary>
    public static string Prometheus => Find("prometheus") ?? "prometheus";

    /// <summary>The path of the tool that checks configurations, rules and metrics.</summary>
    public static string Promtool => Find("promtool") ?? "promtool";

    private static bool AreThere => Find("prometheus") is not null && Find("promtool") is not null;

    /// <summary>Ends the test here where they are missing and may be.</summary>
    public static void Need() => Tools.Need(AreThere, "Prometheus (eng/install-prometheus.sh)");

    /// <summary>What <c>promtool check metrics</c> has to say about a page: its exit code (3: only about style), and the lines that it wrote.</summary>
    public static async Task<(int Code, string[] Lines)> CheckMetricsAsync(string page)
    {
        var (code, said) = await RunAsync("", ["check", "metrics"], page);
        return (code, said.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>Runs promtool in a folder of the checkout, and gives its exit code and all that it said.</summary>
    public static Task<(int Code, string Said)> RunPromtoolAsync(string folder, params string[] arguments) =>
        RunAsync(folder, arguments, "");

    private static async Task<(int Code, string Said)> RunAsync(string folder, string[] arguments, string input)
    {
        var start = new ProcessStartInfo(Promtool, arguments)
        {
            WorkingDirectory = Path.Combine(Solution.Root, folder),
        };
        var answer = await ToolProcess.RunAsync(start, input);
        return (answer.Code, answer.Said);
    }

    private static string? Find(string program) => Tools.Find(program, Unpacked);
}
