using Enterprise.Domain.Roles;

namespace Enterprise.Tests.Api.Authentication;

/// <summary>A column of the access matrix: who calls, and whether what they call about is theirs.</summary>
/// <param name="Role">What they hold beside <c>user</c>; <c>null</c> for nothing.</param>
/// <param name="Permission">The only one that they hold; <c>null</c> for none, or all of them.</param>
internal sealed record AccessCaller(string Name, string? Role = null, string? Permission = null)
{
    public static readonly AccessCaller Anonymous = new("anonymous");

    /// <summary>The route is about their own account wherever it is about one; of all others it is about somebody else's.</summary>
    public static readonly AccessCaller User = new("user");

    public static readonly AccessCaller Admin = new("admin", BuiltInRoles.Admin);

    public static IReadOnlyList<AccessCaller> All { get; } =
    [
        Anonymous,
        User,
        new("other"),
        .. Permissions.All.Select(permission => new AccessCaller(permission, RoleOf(permission), permission)),
        Admin,
    ];

    private static string RoleOf(string permission) => $"only-{permission.Replace('.', '-')}";

    public bool Holds(string permission) => this == Admin || Permission == permission;
}
