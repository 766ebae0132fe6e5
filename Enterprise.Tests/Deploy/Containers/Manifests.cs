using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Enterprise.Tests.Architecture;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Deploy.Containers;

/// <summary><c>docker-compose.yml</c> and <c>deploy/k8s</c>, as <c>Enterprise.Tests/Manifests/check.mjs</c> reads them: once for all tests.</summary>
/// <param name="Faults">What the schemas refuse, as sentences.</param>
/// <param name="Compose">The compose file with its anchors resolved and its variables as they stand.</param>
/// <param name="Objects">The objects of Kubernetes, each with the name of its file in <c>file</c>.</param>
internal sealed partial record Manifests(
    IReadOnlyList<string> Faults,
    JsonObject Compose,
    IReadOnlyList<JsonObject> Objects
)
{
    private static readonly string Folder = Path.Combine(Solution.Root, "Enterprise.Tests", "Manifests");
    private static readonly Lazy<Task<Manifests>> All = new(ReadAllAsync);

    /// <summary>Reads them; ends the test here where <c>eng/install-node-packages.sh</c> could not install what does, and that may be.</summary>
    public static Task<Manifests> ReadAsync()
    {
        var isThere = File.Exists(Path.Combine(Folder, "node_modules", "yaml", "package.json"));
        Tools.Need(isThere, "the schemas of Compose and Kubernetes (eng/install-node-packages.sh)");
        return All.Value;
    }

    /// <summary>The services of the compose file, by name.</summary>
    public IEnumerable<KeyValuePair<string, JsonObject>> Services =>
        Compose["services"]!.AsObject().Select(service => KeyValuePair.Create(service.Key, service.Value!.AsObject()));

    /// <summary>The first object of a kind, or the one of that name.</summary>
    public JsonObject Object(string kind, string? name = null) =>
        Objects.First(found =>
            Text(found["kind"]) == kind && (name is null || Text(found["metadata"]!["name"]) == name)
        );

    /// <summary>The names of all settings, as README.md lists them; a secret also as <c>NAME_FILE</c>.</summary>
    public static IReadOnlySet<string> Settings { get; } = ReadSettings();

    /// <summary>A value as text, also where it is a number; "" where there is none.</summary>
    public static string Text(JsonNode? node) => node?.ToString() ?? "";

    /// <summary>The entries of a list as text; none where there is no list.</summary>
    public static string[] Texts(JsonNode? list) => list is JsonArray array ? [.. array.Select(Text)] : [];

    private static async Task<Manifests> ReadAllAsync()
    {
        var start = new ProcessStartInfo("node", ["check.mjs", Solution.Root]) { WorkingDirectory = Folder };
        var answer = await ToolProcess.RunAsync(start);
        Assert.That(answer.Code, Is.Zero, answer.Errors);
        return JsonSerializer.Deserialize<Manifests>(answer.Output, JsonSerializerOptions.Web)!;
    }

    private static HashSet<string> ReadSettings()
    {
        HashSet<string> names = [];
        foreach (var row in File.ReadLines(Path.Combine(Solution.Root, "README.md")))
        {
            if (!row.StartsWith("| `APP_", StringComparison.Ordinal))
                continue;
            var first = row.Split('|')[1];
            foreach (Match setting in Setting().Matches(first))
            {
                names.Add(setting.Value);
                if (first.Contains("*secret*", StringComparison.Ordinal))
                    names.Add(setting.Value + "_FILE");
            }
        }
        // Which settings are read at all.
        names.Add("APP_ENV");
        return names;
    }

    [GeneratedRegex("APP_[A-Z_]+", RegexOptions.None, 1000)]
    private static partial Regex Setting();
}
