using System.Reflection;
using System.Text.RegularExpressions;

namespace Enterprise.Tests.Architecture;

/// <summary>The arrows between the layers point one way (requirements.md A1).</summary>
[Parallelizable(ParallelScope.All)]
public sealed partial class LayerTests
{
    [Test]
    public void Domain_needs_nothing_but_the_runtime() =>
        Assert.That(References(Solution.Domain), Has.All.StartsWith("System."));

    [Test]
    public void Domain_has_no_package_and_no_project() =>
        Assert.That(Project("Enterprise.Domain/Enterprise.Domain.csproj"), Does.Not.Contain("Reference"));

    [Test]
    public void Application_needs_Domain_and_no_other_layer() =>
        Assert.That(
            References(Solution.Application).Where(name => name.StartsWith("Enterprise.", StringComparison.Ordinal)),
            Is.EqualTo(["Enterprise.Domain"])
        );

    [TestCase("Microsoft.EntityFrameworkCore")]
    [TestCase("Microsoft.AspNetCore.Http")]
    [TestCase("Microsoft.AspNetCore.Mvc")]
    [TestCase("Microsoft.AspNetCore.Identity")]
    [TestCase("Microsoft.AspNetCore.Authentication")]
    [TestCase("Microsoft.AspNetCore.Hosting")]
    [TestCase("Microsoft.Extensions.Identity")]
    [TestCase("Microsoft.IdentityModel")]
    [TestCase("Npgsql")]
    [TestCase("Swashbuckle")]
    public void Application_knows_neither_HTTP_nor_the_database(string package) =>
        Assert.That(References(Solution.Application), Has.None.StartsWith(package));

    [Test]
    public void Persistence_knows_neither_Api_nor_HTTP()
    {
        Assert.That(
            References(Solution.Persistence).Where(name => name.StartsWith("Enterprise.", StringComparison.Ordinal)),
            Is.SubsetOf(["Enterprise.Domain", "Enterprise.Application"])
        );
        Assert.That(References(Solution.Persistence), Has.None.StartsWith("Microsoft.AspNetCore.Mvc"));
        Assert.That(References(Solution.Persistence), Has.None.StartsWith("Microsoft.AspNetCore.Http"));
    }

    [Test]
    public void Migrations_do_not_know_Api() =>
        Assert.That(References(Solution.Migrations), Does.Not.Contain("Enterprise.Api"));

    [Test]
    public void Api_names_no_type_of_Migrations() =>
        Assert.That(References(Solution.Api), Does.Not.Contain("Enterprise.Migrations"));

    [Test]
    public void Api_names_the_database_in_its_composition_root_only()
    {
        var offenders = Solution
            .Sources("Enterprise.Api")
            .Where(file =>
                file.Path != "Enterprise.Api/Program.cs"
                && !file.Path.StartsWith("Enterprise.Api/Setup/", StringComparison.Ordinal)
                && Database().IsMatch(WithoutComments(file.Text))
            );

        Assert.That(offenders, Is.Empty);
    }

    [Test]
    public void No_type_of_Api_outside_its_composition_root_holds_or_takes_a_type_of_the_database()
    {
        var offenders =
            from type in Solution.Api.GetTypes()
            where type.Namespace is not null and not "Enterprise.Api.Setup"
            from used in Signature(type)
            where IsOfTheDatabase(used)
            select $"{type.Name}: {used.Name}";

        Assert.That(offenders, Is.Empty);
    }

    [Test]
    public void No_controller_is_more_than_an_adapter()
    {
        var offenders = Solution
            .Sources("Enterprise.Api")
            .Where(file =>
                file.Path.EndsWith("Controller.cs", StringComparison.Ordinal)
                && Rules().IsMatch(WithoutComments(file.Text))
            );

        Assert.That(offenders, Is.Empty);
    }

    [TestCase("using Enterprise.Persistence.Database;", true)]
    [TestCase("global::Npgsql.NpgsqlDataSource source", true)]
    [TestCase("var db = new Microsoft.EntityFrameworkCore.DbContext();", true)]
    [TestCase("using Enterprise.Application.Accounts; // not Enterprise.Persistence", false)]
    public void The_search_for_the_database_finds_what_it_looks_for(string code, bool found) =>
        Assert.That(Database().IsMatch(WithoutComments(code)), Is.EqualTo(found));

    private static string[] References(Assembly assembly) =>
        [.. assembly.GetReferencedAssemblies().Select(name => name.Name!)];

    private static string Project(string path) => File.ReadAllText(Path.Combine(Solution.Root, path));

    private static string WithoutComments(string code) => Comment().Replace(code, "");

    private static IEnumerable<Type> Signature(Type type)
    {
        const BindingFlags all =
            BindingFlags.Public
            | BindingFlags.NonPublic
            | BindingFlags.Instance
            | BindingFlags.Static
            | BindingFlags.DeclaredOnly;
        return type.GetFields(all)
            .Select(field => field.FieldType)
            .Concat(
                type.GetMethods(all)
                    .SelectMany(method =>
                        method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType)
                    )
            )
            .Concat(
                type.GetMethods(all)
                    .SelectMany(method => method.GetMethodBody()?.LocalVariables.Select(local => local.LocalType) ?? [])
            )
            .Concat(
                type.GetConstructors(all)
                    .SelectMany(constructor => constructor.GetParameters().Select(parameter => parameter.ParameterType))
            )
            .SelectMany(used => used.GetGenericArguments().Append(used));
    }

    private static bool IsOfTheDatabase(Type type) => Database().IsMatch(type.Assembly.GetName().Name ?? "");

    [GeneratedRegex(
        @"\b(Enterprise\.Persistence|Npgsql|Microsoft\.EntityFrameworkCore)\b",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Database();

    [GeneratedRegex(
        @"\b(if|foreach|while|switch|try|throw|lock)\b\s*[\(\{]|DbContext|Repository",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Rules();

    [GeneratedRegex(@"//[^\n]*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Comment();
}
