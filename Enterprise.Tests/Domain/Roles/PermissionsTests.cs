using System.Reflection;
using System.Text.RegularExpressions;
using Enterprise.Domain.Roles;

namespace Enterprise.Tests.Domain.Roles;

[Parallelizable(ParallelScope.All)]
public sealed partial class PermissionsTests
{
    [Test]
    public void The_catalogue_holds_every_permission_once() => Assert.That(Permissions.All, Is.Unique);

    [Test]
    public void No_declared_permission_is_missing_from_the_catalogue()
    {
        var declared = typeof(Permissions)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.IsLiteral)
            .Select(field => (string)field.GetRawConstantValue()!);

        Assert.That(Permissions.All, Is.EquivalentTo(declared));
    }

    [Test]
    public void The_catalogue_is_sorted() =>
        Assert.That(Permissions.All, Is.Ordered.Using<string>(StringComparer.Ordinal));

    [Test]
    public void Every_permission_says_in_a_sentence_what_it_allows() =>
        Assert.That(
            Permissions.Catalogue.Select(permission => permission.Description),
            Is.Unique.And.All.Matches("^[A-Z].+[a-z]\\.$")
        );

    [Test]
    public void Every_permission_is_named_by_what_and_by_which_verb() =>
        Assert.That(Permissions.All, Has.All.Matches<string>(name => Name().IsMatch(name!)));

    [Test]
    public void The_catalogue_is_the_one_of_the_contract() =>
        Assert.That(
            Permissions.All,
            Is.EquivalentTo([
                "users.read",
                "users.write",
                "users.delete",
                "users.lock",
                "sessions.manage",
                "roles.read",
                "roles.write",
                "roles.assign",
                "audit.read",
                "metrics.read",
            ])
        );

    [Test]
    public void The_built_in_roles_are_called_user_and_admin() =>
        Assert.That((BuiltInRoles.User, BuiltInRoles.Admin), Is.EqualTo(("user", "admin")));

    [GeneratedRegex("^[a-z]+\\.[a-z]+$", RegexOptions.None, 1000)]
    private static partial Regex Name();
}
