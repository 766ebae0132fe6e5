using System.Reflection;
using System.Xml.Linq;

namespace Enterprise.Tests.Architecture;

/// <summary>Public types say what they are for; the compiler writes it beside the assembly.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class DocumentationTests
{
    private static readonly Assembly[] Layers = Solution.Layers;

    [TestCaseSource(nameof(Layers))]
    public void Every_public_type_has_a_docstring(Assembly layer)
    {
        var documented = Documented(layer);

        var missing = layer
            .GetTypes()
            .Where(type =>
                (type.IsPublic || type.IsNestedPublic)
                // What generators and the compiler make has no author, and no namespace of ours.
                && type.Namespace?.StartsWith("Enterprise.", StringComparison.Ordinal) is true
                && !documented.Contains($"T:{type.FullName!.Replace('+', '.')}")
            );

        Assert.That(missing, Is.Empty);
    }

    [Test]
    public void Every_action_has_a_docstring_because_the_Swagger_page_shows_it()
    {
        var documented = Documented(Solution.Api);
        var missing = Solution
            .Api.GetTypes()
            .Where(type => type.Name.EndsWith("Controller", StringComparison.Ordinal))
            .SelectMany(type =>
                type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            )
            .Where(action =>
                !documented.Any(name =>
                    name.StartsWith($"M:{action.DeclaringType!.FullName}.{action.Name}", StringComparison.Ordinal)
                )
            );

        Assert.That(missing, Is.Empty);
    }

    [Test]
    public void Every_option_has_a_docstring_with_its_meaning()
    {
        var missing =
            from layer in Layers
            let documented = Documented(layer)
            from type in layer.GetTypes()
            where type.IsPublic && type.GetField("Section") is not null
            from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            where property.CanWrite && !documented.Contains($"P:{type.FullName}.{property.Name}")
            select $"{type.Name}.{property.Name}";

        Assert.That(missing, Is.Empty);
    }

    /// <summary>The ids of all members whose summary says something.</summary>
    private static HashSet<string> Documented(Assembly assembly)
    {
        var file = XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml"));
        return
        [
            .. file.Descendants("member")
                .Where(member =>
                    member.Element("summary")?.Value.Trim().Length > 5 || member.Element("inheritdoc") is not null
                )
                .Select(member => member.Attribute("name")!.Value),
        ];
    }
}
