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
        Token = token;
        Caller = new Caller(token.UserId, token.SessionId, token.Entitlements.Roles, token.Entitlements.Permissions);
    }

    public AccessToken Token { get; }

    public Caller Caller { get; }

    private static IEnumerable<Claim> ToClaims(AccessToken token) =>
        [
            new("sub", token.UserId.ToString()),
            .. token.Entitlements.Roles.Select(role => new Claim("role", role)),
            .. token.Entitlements.Permissions.Select(permission => new Claim(PermissionClaim, permission)),
        ];
}

/// <summary>Gives an action its caller.</summary>
internal static class CallerExtensions
{
    /// <summary>The token that the caller proved who they are with.</summary>
    public static AccessToken AccessToken(this ClaimsPrincipal user) => user.Identity().Token;

    /// <summary>The caller of an action that anonymous callers cannot reach.</summary>
    public static Caller Caller(this ClaimsPrincipal user) => user.Identity().Caller;

    private static CallerIdentity Identity(this ClaimsPrincipal user) =>
        user.Identity as CallerIdentity
        ?? throw new InvalidOperationException("The action lets anonymous callers in and asks who they are.");
}
