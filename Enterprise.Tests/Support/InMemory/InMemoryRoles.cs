using Enterprise.Application.Sessions;
using Enterprise.Domain.Roles;

namespace Enterprise.Tests.Support.InMemory;

/// <summary>The built-in roles.</summary>
internal static class InMemoryRoles
{
    private static readonly Dictionary<string, IReadOnlyList<string>> All = new(StringComparer.OrdinalIgnoreCase)
    {
        [BuiltInRoles.User] = [],
        [BuiltInRoles.Admin] = Permissions.All,
    };

    /// <summary>Fails for a role that does not exist, which is a bug of the caller.</summary>
    public static void Demand(IEnumerable<string> roles)
    {
        foreach (var role in roles)
            if (!All.ContainsKey(role))
                throw new InvalidOperationException($"There is no role {role}.");
    }

    public static Entitlements EntitlementsOf(StoredAccount account) =>
        new(
            Names(account.Registered.Roles),
            PermissionsOf(account.Registered.Roles),
            [account.Version, .. account.Registered.Roles.Select(_ => 1)]
        );

    public static string[] Names(IEnumerable<string> roles) => [.. roles.Order(StringComparer.Ordinal)];

    public static string[] PermissionsOf(IEnumerable<string> roles) =>
        [.. roles.SelectMany(role => All[role]).Distinct().Order(StringComparer.Ordinal)];
}
