using Enterprise.Api.Authentication;
using Enterprise.Api.Edge;
using Enterprise.Api.Http;
using Enterprise.Application;
using Enterprise.Application.Sessions;
using Enterprise.Application.Users;
using Enterprise.Domain.Roles;
using Microsoft.AspNetCore.Mvc;

namespace Enterprise.Api.Users;

/// <summary>Whether and how people get in.</summary>
[ApiController]
[Tags("Users")]
[Produces("application/json")]
public sealed class UserControlController(UserControlService control) : ControllerBase
{
    /// <summary>Keeps somebody out.</summary>
    /// <remarks>
    /// Their sessions end, their access tokens are refused within a second on every instance, and signing in gets the same 401 as a
    /// wrong password, until the account is unlocked. Nobody locks their own account, and the last active person with the role `admin`
    /// stays active.
    /// </remarks>
    /// <param name="id" example="0197a3c2-b1d4-7e0f-9a6b-5c4d3e2f1a0b">Of the account.</param>
    /// <response code="204">It is locked, now or before.</response>
    [HttpPost("/v1/users/{id}/lock", Name = "lock_user")]
    [RequirePermission(Permissions.UsersLock)]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [Refusals(400, 401, 403, 404, 409, 503, Codes = ["users.own_account", "users.last_administrator"])]
    public async Task<IActionResult> Lock(Guid id, CancellationToken ct) =>
        (await control.LockAsync(User.Caller(), id, HttpContext.Origin(), ct)).ToActionResult(_ => NoContent());

    /// <summary>Lets somebody in again.</summary>
    /// <remarks>Sessions that the lock ended stay ended. A lockout after failed logins is none of this: it ends by itself.</remarks>
    /// <param name="id" example="0197a3c2-b1d4-7e0f-9a6b-5c4d3e2f1a0b">Of the account.</param>
    /// <response code="204">It is active, now or before.</response>
    [HttpPost("/v1/users/{id}/unlock", Name = "unlock_user")]
    [RequirePermission(Permissions.UsersLock)]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [Refusals(400, 401, 403, 404, 503)]
    public async Task<IActionResult> Unlock(Guid id, CancellationToken ct) =>
        (await control.UnlockAsync(User.Caller(), id, HttpContext.Origin(), ct)).ToActionResult(_ => NoContent());

    /// <summary>Says which roles somebody holds.</summary>
    /// <remarks>
    /// All of them: what is not named is taken away. What those allow that are added has to be among the caller's own permissions at that
    /// moment. The person's access tokens are refused within a second on every instance, and the next refresh has the new roles. The last
    /// active person with the role `admin` keeps it.
    /// </remarks>
    /// <param name="id" example="0197a3c2-b1d4-7e0f-9a6b-5c4d3e2f1a0b">Of the account.</param>
    /// <param name="ifMatch" example="&quot;9b2f6a1d0c4e48b7a5d3f1e02c7b6a94&quot;">
    /// The ETag of what was read (RFC 9110 section 13.1.1): then the roles are assigned only while the account is still in that state.
    /// Optional here, because all roles are named.
    /// </param>
    /// <response code="200">The account as changed; the header ETag is for the next change.</response>
    [HttpPut("/v1/users/{id}/roles", Name = "assign_roles")]
    [RequirePermission(Permissions.RolesAssign)]
    [EntityTag]
    [Consumes("application/json")]
    [ProducesResponseType<User>(StatusCodes.Status200OK)]
    [Refusals(400, 401, 403, 404, 409, 412, 413, 415, 503, Codes = ["roles.beyond_own", "users.last_administrator"])]
    public async Task<IActionResult> AssignRoles(
        Guid id,
        AssignRoles message,
        [FromHeader(Name = "If-Match")] IfMatch ifMatch,
        CancellationToken ct
    ) =>
        (await control.AssignRolesAsync(User.Caller(), id, message, ifMatch, HttpContext.Origin(), ct)).ToActionResult(
            EntityTags.Ok
        );

    /// <summary>Where is somebody signed in?</summary>
    /// <remarks>The sessions that could be refreshed now, the last used first; at most 100.</remarks>
    /// <param name="id" example="0197a3c2-b1d4-7e0f-9a6b-5c4d3e2f1a0b">Of the account.</param>
    /// <response code="200">The person's sessions.</response>
    [HttpGet("/v1/users/{id}/sessions", Name = "list_sessions_of_user")]
    [Compressed]
    [RequirePermission(Permissions.SessionsManage)]
    [ProducesResponseType<SessionList>(StatusCodes.Status200OK)]
    [Refusals(400, 401, 403, 404, 503)]
    public async Task<IActionResult> ListSessions(Guid id, CancellationToken ct) =>
        (await control.ListSessionsAsync(User.Caller(), id, ct)).ToActionResult(Ok);

    /// <summary>Signs somebody out everywhere.</summary>
    /// <remarks>Their access tokens are refused within a second on every instance. They can sign in again.</remarks>
    /// <param name="id" example="0197a3c2-b1d4-7e0f-9a6b-5c4d3e2f1a0b">Of the account.</param>
    /// <response code="204">All sessions have ended.</response>
    [HttpDelete("/v1/users/{id}/sessions", Name = "end_sessions_of_user")]
    [RequirePermission(Permissions.SessionsManage)]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [Refusals(400, 401, 403, 404, 503)]
    public async Task<IActionResult> EndSessions(Guid id, CancellationToken ct) =>
        (await control.EndSessionsAsync(User.Caller(), id, HttpContext.Origin(), ct)).ToActionResult(_ => NoContent());
}
