using Enterprise.Application.Sessions;
using Enterprise.Domain.Roles;

namespace Enterprise.Tests.Support.InMemory;

/// <summary>The roles of a <see cref="World"/>; the built-in ones at first.</summary>
internal sealed class InMemoryRoles
{
    private int versions;

    public InMemoryRoles()
    {
        Add(BuiltInRoles.User, "Everyone; nothing but oneself.", [], isBuiltIn: true);
        Add(BuiltInRoles.Admin, "Every permission.", Permissions.All, isBuiltIn: true);
    }

    public Dictionary<string, StoredRole> All { get; } = new(StringComparer.OrdinalIgnoreCase);

    public StoredRole Add(string name, string description, IReadOnlyList<string> permissions, bool isBuiltIn)
    {
        var role = new StoredRole
        {
            Id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()),
            Name = name,
            IsBuiltIn = isBuiltIn,
            Description = description,
            Permissions = permissions,
            Version = ++versions,
        };
        All.Add(name, role);
        return role;
    }

    public void Change(StoredRole role, string description, IReadOnlyList<string> permissions)
    {
        // As the trigger does.
        if (!permissions.SequenceEqual(role.Permissions))
            role.Version = ++versions;
        (role.Description, role.Permissions) = (description, permissions);
        role.State++;
    }

    /// <summary>Fails for a role that does not exist, which is a bug of the caller.</summary>
    public void Demand(IEnumerable<string> roles)
    {
        foreach (var role in roles)
            if (!All.ContainsKey(role))
                throw new InvalidOperationException($"There is no role {role}.");
    }

    public Entitlements EntitlementsOf(StoredAccount account) =>
        new(
            Names(account.Roles),
            PermissionsOf(account.Roles),
            [account.Version, .. Names(account.Roles).Select(role => All[role].Version)]
        );

    public string[] Names(IEnumerable<string> roles) => [.. roles.Where(All.ContainsKey).Order(StringComparer.Ordinal)];

    public string[] PermissionsOf(IEnumerable<string> roles) =>
        [.. Names(roles).SelectMany(role => All[role].Permissions).Distinct().Order(StringComparer.Ordinal)];
}

/// <summary>A role, as its row would be.</summary>
internal sealed class StoredRole
{
    public required Guid Id { get; init; }
    public required string Name { get; init; }
    public required bool IsBuiltIn { get; init; }
    public required string Description { get; set; }
    public required IReadOnlyList<string> Permissions { get; set; }

    /// <summary>Higher with every change, as the concurrency stamp is another one.</summary>
    public int State { get; set; } = 1;

    /// <summary>Higher with every change of permissions, over all roles.</summary>
    public required int Version { get; set; }
}
