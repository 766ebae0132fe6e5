using System.Text.Json.Nodes;

namespace Enterprise.Release.Bom;

/// <summary>One part of the bill, as CycloneDX writes it.</summary>
internal static class Component
{
    private const string OurLicence = "MIT";

    /// <summary>How others in the bill refer to the product.</summary>
    public const string WholeReference = "urn:" + Stamp.Product;

    public static string Reference(LockFile.Entry part) =>
        part.IsProject ? $"{WholeReference}:{part.Id.ToLowerInvariant()}" : $"pkg:nuget/{part.Id}@{part.Version}";

    public static string FrameworkReference(string name) => $"urn:dotnet:{name}";

    public static JsonNode Whole(Stamp stamp) =>
        new JsonObject
        {
            ["type"] = "application",
            ["bom-ref"] = WholeReference,
            ["name"] = Stamp.Product,
            ["version"] = stamp.Version,
            ["licenses"] = Licences(OurLicence),
            ["purl"] = $"pkg:generic/{Stamp.Product}@{stamp.Version}",
            ["properties"] = Properties(("enterprise-api:commit", stamp.Commit)),
        };

    public static JsonNode Ours(LockFile.Entry project, Stamp stamp) =>
        new JsonObject
        {
            ["type"] = "library",
            ["bom-ref"] = Reference(project),
            ["name"] = project.Id,
            ["version"] = stamp.Version,
            ["scope"] = "required",
            ["licenses"] = Licences(OurLicence),
        };

    public static JsonNode Package(LockFile.Entry package, Restored restored)
    {
        var facts = restored.Facts(package);
        var component = new JsonObject
        {
            ["type"] = "library",
            ["bom-ref"] = Reference(package),
            ["name"] = package.Id,
            ["version"] = package.Version,
            // Excluded, in the words of the standard: it has nothing that is loaded at run time.
            ["scope"] = restored.Runs(package) ? "required" : "excluded",
            ["hashes"] = new JsonArray(new JsonObject { ["alg"] = "SHA-512", ["content"] = facts.Sha512 }),
        };
        if (facts.Licence is not null)
            component["licenses"] = Licences(facts.Licence);
        if (facts.Copyright is not null)
            component["copyright"] = facts.Copyright;
        if (facts.Supplier is not null)
            component["authors"] = new JsonArray(new JsonObject { ["name"] = facts.Supplier });
        component["purl"] = Reference(package);
        if (facts.Repository is not null)
            component["externalReferences"] = new JsonArray(
                new JsonObject { ["type"] = "vcs", ["url"] = facts.Repository }
            );
        component["properties"] = Properties(("nuget:contentHash", package.ContentHash!));
        return component;
    }

    /// <summary>What has to be there beside the archive. The version is the oldest that will do, not the one that is installed.</summary>
    public static JsonNode Framework(string name, string oldest) =>
        new JsonObject
        {
            ["type"] = "framework",
            ["bom-ref"] = FrameworkReference(name),
            ["name"] = name,
            ["version"] = oldest,
            ["description"] =
                "Not in the archive: the newest patch that is installed is used, this one or a later one.",
            ["scope"] = "required",
            ["licenses"] = Licences(OurLicence),
        };

    private static JsonArray Licences(string expression) =>
        new(
            expression.Contains(' ', StringComparison.Ordinal)
                ? new JsonObject { ["expression"] = expression }
                : new JsonObject { ["license"] = new JsonObject { ["id"] = expression } }
        );

    private static JsonArray Properties(params (string Name, string Value)[] properties) =>
        new([.. properties.Select(pair => new JsonObject { ["name"] = pair.Name, ["value"] = pair.Value })]);
}
