using Microsoft.AspNetCore.Authorization;

namespace Enterprise.Api.Authentication;

/// <summary>
/// Lets in whoever holds a permission: <c>[RequirePermission(Permissions.RolesRead)]</c>. It carries its own requirement, so that no
/// policy has to be registered under a name; without a token it is a 401, without the permission a 403.
/// </summary>
/// <param name="permission">From the catalogue, which a test checks.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RequirePermissionAttribute(string permission)
    : Attribute,
        IAuthorizeData,
        IAuthorizationRequirement,
        IAuthorizationRequirementData
{
    public string Permission { get; } = permission;

    string? IAuthorizeData.Policy { get; set; }

    string? IAuthorizeData.Roles { get; set; }

    string? IAuthorizeData.AuthenticationSchemes { get; set; }

    public IEnumerable<IAuthorizationRequirement> GetRequirements() => [this];
}

/// <summary>Asks the caller's identity, not their claims; any other kind of identity holds nothing.</summary>
internal sealed class PermissionHandler : AuthorizationHandler<RequirePermissionAttribute>
{
    protected override Task HandleRequirementAsync(
        AuthorizationHandlerContext context,
        RequirePermissionAttribute requirement
    )
    {
        if (context.User.Identity is CallerIdentity identity && identity.Caller.Holds(requirement.Permission))
            context.Succeed(requirement);
        return Task.CompletedTask;
    }
}
