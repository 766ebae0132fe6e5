using System.Text.Json;

namespace Enterprise.Release.Bom;

/// <summary>The lock file of the API, which names all that can be in a build of it.</summary>
/// <param name="Entries">Packages and projects by their name in small letters.</param>
internal sealed record LockFile(IReadOnlyDictionary<string, LockFile.Entry> Entries)
{
    private const string Framework = "net10.0";

    /// <summary>One line of it.</summary>
    /// <param name="Id">The name as its owner writes it.</param>
    /// <param name="Kind">Direct, Transitive, CentralTransitive or Project.</param>
    /// <param name="Version">Nothing for a project.</param>
    /// <param name="ContentHash">Base64 of SHA-512 over the package without its signature. Nothing for a project.</param>
    /// <param name="Dependencies">Names; some may be of what the framework already has, and are no entries.</param>
    public sealed record Entry(
        string Id,
        string Kind,
        string? Version,
        string? ContentHash,
        IReadOnlyList<string> Dependencies
    )
    {
        public bool IsProject => Kind == "Project";
    }

    public static LockFile Read(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return new LockFile(
            document
                .RootElement.GetProperty("dependencies")
                .GetProperty(Framework)
                .EnumerateObject()
                .Select(Read)
                .ToDictionary(entry => entry.Id, StringComparer.OrdinalIgnoreCase)
        );
    }

    /// <summary>What these lead to, themselves among them.</summary>
    public IReadOnlyList<Entry> Reach(IEnumerable<string> names)
    {
        Dictionary<string, Entry> reached = new(StringComparer.OrdinalIgnoreCase);
        Queue<string> open = new(names);
        while (open.TryDequeue(out var name))
        {
            if (
                !Entries.TryGetValue(name, out var entry)
                || !reached.TryAdd(name, entry.IsProject ? entry with { Id = name } : entry)
            )
                continue;
            foreach (var dependency in entry.Dependencies)
                open.Enqueue(dependency);
        }
        return [.. reached.Values.OrderBy(entry => entry.Id, StringComparer.OrdinalIgnoreCase)];
    }

    private static Entry Read(JsonProperty line) =>
        new(
            line.Name,
            line.Value.GetProperty("type").GetString()!,
            Text(line.Value, "resolved"),
            Text(line.Value, "contentHash"),
            line.Value.TryGetProperty("dependencies", out var needed)
                ? [.. needed.EnumerateObject().Select(dependency => dependency.Name)]
                : []
        );

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.GetString() : null;
}
