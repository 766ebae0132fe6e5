using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Enterprise.Release.Bom;

/// <summary>
/// The bill of materials, CycloneDX 1.6: our assemblies, every package of the lock file, and the frameworks that are not in an archive and
/// that it needs. The same commit and the same SDK give the same text.
/// </summary>
internal static class BillOfMaterials
{
    private const string Program = "Enterprise.Api";
    private const string Oldest = "10.0.0";

    private static readonly JsonSerializerOptions Layout = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly string[] Frameworks = ["Microsoft.NETCore.App", "Microsoft.AspNetCore.App"];

    /// <summary>Makes it from a checkout that is restored.</summary>
    /// <param name="root">The root of the checkout.</param>
    /// <param name="stamp">Gives version, time and serial number.</param>
    /// <param name="sdk">The version of the SDK that builds.</param>
    /// <param name="lockFile">The name of the lock files.</param>
    public static string Make(string root, Stamp stamp, string sdk, string lockFile = "packages.lock.json")
    {
        var project = Path.Combine(root, Program);
        var locked = LockFile.Read(Path.Combine(project, lockFile));
        var direct = Direct(root, locked);
        var parts = locked.Reach(direct);
        var restored = Restored.Read(project);

        var components = parts
            .Select(part => part.IsProject ? Component.Ours(part, stamp) : Component.Package(part, restored))
            .Concat(Frameworks.Select(name => Component.Framework(name, Oldest)));
        var whole = Component.Whole(stamp);
        var dependencies = parts
            .Select(part => Dependency(Component.Reference(part), References(locked, part.Dependencies)))
            .Concat(Frameworks.Select(name => Dependency(Component.FrameworkReference(name), [])))
            .Prepend(
                Dependency(
                    Component.WholeReference,
                    References(locked, direct).Concat(Frameworks.Select(Component.FrameworkReference))
                )
            );
        var bill = new JsonObject
        {
            ["$schema"] = "http://cyclonedx.org/schema/bom-1.6.schema.json",
            ["bomFormat"] = "CycloneDX",
            ["specVersion"] = "1.6",
            ["serialNumber"] = $"urn:uuid:{NameId.Make($"urn:{Stamp.Product}:{stamp.Version}:{stamp.Tree}")}",
            ["version"] = 1,
            ["metadata"] = new JsonObject
            {
                ["timestamp"] = stamp.BuiltAt,
                ["lifecycles"] = new JsonArray(new JsonObject { ["phase"] = "build" }),
                ["tools"] = new JsonObject
                {
                    ["components"] = new JsonArray(
                        new JsonObject
                        {
                            ["type"] = "application",
                            ["name"] = "eng/publish",
                            ["version"] = stamp.Version,
                        },
                        new JsonObject
                        {
                            ["type"] = "application",
                            ["name"] = ".NET SDK",
                            ["version"] = sdk,
                        }
                    ),
                },
                ["component"] = whole,
            },
            ["components"] = new JsonArray([.. components]),
            ["dependencies"] = new JsonArray([.. dependencies]),
        };
        return bill.ToJsonString(Layout) + "\n";
    }

    /// <summary>What the program itself asks for, without what only helps to build it.</summary>
    private static string[] Direct(string root, LockFile locked)
    {
        var building = new[] { Path.Combine(root, "Directory.Build.props"), ProjectFile(root) }
            .SelectMany(file => XDocument.Load(file).Descendants("PackageReference"))
            .Where(reference => reference.Attribute("PrivateAssets")?.Value == "all")
            .Select(reference => reference.Attribute("Include")!.Value)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        return
        [
            .. locked
                .Entries.Values.Where(entry => entry.Kind == "Direct" && !building.Contains(entry.Id))
                .Select(entry => entry.Id),
            .. XDocument
                .Load(ProjectFile(root))
                .Descendants("ProjectReference")
                .Select(reference => reference.Attribute("Include")!.Value)
                .Select(path => path[(path.LastIndexOf('/') + 1)..^".csproj".Length]),
        ];
    }

    private static string ProjectFile(string root) => Path.Combine(root, Program, $"{Program}.csproj");

    private static IEnumerable<string> References(LockFile locked, IEnumerable<string> names) =>
        names
            .Where(locked.Entries.ContainsKey)
            .Select(name => Component.Reference(locked.Entries[name]))
            .Order(StringComparer.Ordinal);

    private static JsonObject Dependency(string reference, IEnumerable<string> on) =>
        new JsonObject { ["ref"] = reference, ["dependsOn"] = new JsonArray([.. on.Select(name => (JsonNode)name)]) };
}
