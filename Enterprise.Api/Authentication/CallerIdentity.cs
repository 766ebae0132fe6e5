using System.Security.Claims;
using Enterprise.Application.Authorization;
using Enterprise.Application.Sessions;

namespace Enterprise.Api.Authentication;

/// <summary>The caller as policies see them, made from an access token that passed every check.</summary>
internal sealed class CallerIdentity : ClaimsIdentity
{
    public const string PermissionClaim = "permission";
    private const string Scheme = "Bearer";

    public CallerIdentity(AccessToken token)
        : base(ToClaims(token), Scheme, "sub", "role")
    {
        Caller = new Caller(token.UserId, token.SessionId, token.Roles, token.Permissions);
    }

    public Caller Caller { get; }

    private static IEnumerable<Claim> ToClaims(AccessToken token) =>
        [
            new("sub", token.UserId.ToString()),
            .. token.Roles.Select(role => new Claim("role", role)),
            .. token.Permissions.Select(permission => new Claim(PermissionClaim, permission)),
        ];
}

/// <summary>Gives an action its caller.</summary>
internal static class CallerExtensions
{
    /// <summary>The caller of an action that anonymous callers cannot reach.</summary>
    public static Caller Caller(this ClaimsPrincipal user) =>
        user.Identity is CallerIdentity identity
            ? identity.Caller
            : throw new InvalidOperationException("The action lets anonymous callers in and asks who they are.");
}
