using System.Reflection;
using System.Text.RegularExpressions;

namespace Enterprise.Tests.Architecture;

/// <summary>Small enough to be read (architecture.md, habit 15).</summary>
[Parallelizable(ParallelScope.All)]
public sealed partial class SizeTests
{
    private const int MaxLines = 250;
    private const int MaxMethods = 8;
    private const int MaxDependencies = 8;

    private static readonly Type[] Services =
    [
        .. Solution
            .Layers.SelectMany(assembly => assembly.GetTypes())
            .Where(type =>
                type is { IsClass: true, IsNested: false } && type.Name.EndsWith("Service", StringComparison.Ordinal)
            ),
    ];

    [Test]
    public void There_are_services_to_look_at() => Assert.That(Services, Has.Length.GreaterThanOrEqualTo(2));

    [TestCaseSource(nameof(Services))]
    public void A_service_has_few_methods_and_few_dependencies(Type service)
    {
        var methods = service.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly);

        Assert.That(methods, Has.Length.LessThanOrEqualTo(MaxMethods));
        Assert.That(
            service.GetConstructors().Max(constructor => constructor.GetParameters().Length),
            Is.LessThanOrEqualTo(MaxDependencies)
        );
    }

    [Test]
    public void No_file_has_more_than_250_lines() =>
        Assert.That(
            Solution
                .Sources()
                .Where(file => file.Lines.Length > MaxLines)
                .Select(file => $"{file}: {file.Lines.Length}"),
            Is.Empty
        );

    [Test]
    public void Program_reads_as_a_table_of_contents() =>
        Assert.That(
            Solution
                .Sources("Enterprise.Api")
                .Single(file => file.Path.EndsWith("/Program.cs", StringComparison.Ordinal))
                .Lines,
            Has.Length.LessThanOrEqualTo(60)
        );

    [Test]
    public void Nothing_is_async_and_void() =>
        Assert.That(
            Solution.Sources().Where(file => file.Path != ThisFile && AsyncVoid().IsMatch(file.Text)),
            Is.Empty
        );

    [Test]
    public void No_public_constructor_or_method_of_the_layers_that_waits_lacks_a_token()
    {
        var offenders =
            from type in Solution.Layers.SelectMany(assembly => assembly.GetTypes())
            where type.IsPublic && type.Namespace?.StartsWith("Enterprise.", StringComparison.Ordinal) is true
            from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            where method.Name.EndsWith("Async", StringComparison.Ordinal)
            // A middleware and a writer have the token of their context.
            where !method.GetParameters().Any(parameter => parameter.ParameterType.Name is "HttpContext")
            where method.GetParameters().LastOrDefault()?.ParameterType != typeof(CancellationToken)
            select $"{type.Name}.{method.Name}";

        Assert.That(offenders, Is.Empty);
    }

    [Test]
    public void No_token_has_a_default_value()
    {
        var offenders =
            from type in Solution.Layers.SelectMany(assembly => assembly.GetTypes())
            from method in type.GetMethods(
                BindingFlags.Public
                    | BindingFlags.NonPublic
                    | BindingFlags.Instance
                    | BindingFlags.Static
                    | BindingFlags.DeclaredOnly
            )
            // Whoever overrides has the default of the base, which is not ours.
            where method.GetBaseDefinition() == method
            from parameter in method.GetParameters()
            where parameter.ParameterType == typeof(CancellationToken) && parameter.HasDefaultValue
            select $"{type.Name}.{method.Name}";

        Assert.That(offenders, Is.Empty);
    }

    private static string ThisFile => "Enterprise.Tests/Architecture/SizeTests.cs";

    [GeneratedRegex(@"\basync\s+void\b", RegexOptions.None, 1000)]
    private static partial Regex AsyncVoid();
}
