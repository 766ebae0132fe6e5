using System.Xml.Linq;

namespace Enterprise.Release.Bom;

/// <summary>What a package says about itself.</summary>
/// <param name="Sha512">Of the file as the registry serves it, signature and all; hexadecimal.</param>
/// <param name="Licence">An SPDX expression; nothing where it names none.</param>
/// <param name="Supplier">Its authors, as one text.</param>
/// <param name="Copyright">Its own words.</param>
/// <param name="Repository">Where its source is.</param>
internal sealed record PackageFacts(
    string Sha512,
    string? Licence,
    string? Supplier,
    string? Copyright,
    string? Repository
)
{
    private const string LicencePages = "https://licenses.nuget.org/";

    public static PackageFacts Read(XDocument nuspec, string sha512)
    {
        var metadata = nuspec.Root!.Elements().First();
        XElement? Find(string name) => metadata.Elements().FirstOrDefault(element => element.Name.LocalName == name);
        var licence = Find("license");
        var page = Find("licenseUrl")?.Value ?? "";
        return new PackageFacts(
            sha512,
            licence?.Attribute("type")?.Value == "expression" ? licence.Value
                : page.StartsWith(LicencePages, StringComparison.Ordinal) ? page[LicencePages.Length..]
                : null,
            Find("authors")?.Value,
            Find("copyright")?.Value,
            Find("repository")?.Attribute("url")?.Value is { } url && Uri.IsWellFormedUriString(url, UriKind.Absolute)
                ? url
                : null
        );
    }
}
