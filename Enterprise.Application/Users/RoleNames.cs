using Enterprise.Domain.Roles;

namespace Enterprise.Application.Users;

/// <summary>Reads names that the rules have passed.</summary>
internal static class RoleNames
{
    public static IReadOnlyList<RoleName> Parse(IReadOnlyList<string> texts)
    {
        var names = new List<RoleName>(texts.Count);
        foreach (var text in texts)
            if (RoleName.TryParse(text, out var name))
                names.Add(name);
        return names;
    }
}
