using Enterprise.Api.Authentication;
using Enterprise.Api.Edge;
using Enterprise.Api.Http;
using Enterprise.Api.Limits;
using Enterprise.Application;
using Enterprise.Application.Users;
using Enterprise.Domain.Roles;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Enterprise.Api.Users;

/// <summary>People, for those who administer them; one's own account too.</summary>
[ApiController]
[Tags("Users")]
[Produces("application/json")]
public sealed class UsersController(UserListService list, UsersService users, UserControlService control)
    : ControllerBase
{
    /// <summary>Who is there?</summary>
    /// <remarks>
    /// By page numbers for people, who also get the total, or by cursor for programs: a page by cursor costs the same wherever it is,
    /// and nobody is left out or shown twice while others come and go. Begin without a cursor and go on with `next_cursor`. The header
    /// Link goes on in the way that the page was asked for: by number, or by cursor.
    /// </remarks>
    /// <response code="200">A page; with no entries where nobody matches.</response>
    [HttpGet("/v1/users", Name = "list_users")]
    [Compressed]
    [RequirePermission(Permissions.UsersRead)]
    [PageLinks]
    [ProducesResponseType<UserPage>(StatusCodes.Status200OK)]
    [Refusals(400, 401, 403, 503)]
    public async Task<IActionResult> List([FromQuery] ListUsers query, CancellationToken ct) =>
        (await list.ListAsync(query, ct)).ToActionResult(PageLinks.Ok);

    /// <summary>Makes an account for somebody else.</summary>
    /// <remarks>
    /// With the role `user`, unless others are named; that needs the permission `roles.assign` as well, and all that they allow has to
    /// be among the caller's own permissions at that moment. Tell the person the password by a safe way, and to change it.
    /// </remarks>
    /// <response code="201">The account exists; the header Location says where, and ETag is for the next change.</response>
    [HttpPost("/v1/users", Name = "create_user")]
    [RequirePermission(Permissions.UsersWrite)]
    [HashesPassword]
    [TimeLimit(6)]
    [EntityTag]
    [Consumes("application/json")]
    [ProducesResponseType<User>(StatusCodes.Status201Created)]
    [Refusals(
        400,
        401,
        403,
        409,
        413,
        415,
        503,
        Codes = ["roles.beyond_own", "accounts.email_taken", "passwords.busy"]
    )]
    public async Task<IActionResult> Create(CreateUser message, CancellationToken ct) =>
        (await users.CreateAsync(User.Caller(), message, HttpContext.Origin(), ct)).ToActionResult(user =>
            EntityTags.Created($"/v1/users/{user.Value.Id}", user)
        );

    /// <summary>Who is this?</summary>
    /// <remarks>
    /// Oneself, or anybody with the permission `users.read`; without it other people's accounts are 404, whether they exist or not.
    /// </remarks>
    /// <param name="id" example="0197a3c2-b1d4-7e0f-9a6b-5c4d3e2f1a0b">Of the account.</param>
    /// <response code="200">The account; the header ETag is for changing it.</response>
    [HttpGet("/v1/users/{id}", Name = "get_user")]
    [Authorize]
    [EntityTag]
    [ProducesResponseType<User>(StatusCodes.Status200OK)]
    [Refusals(400, 401, 404, 503)]
    public async Task<IActionResult> Find(Guid id, CancellationToken ct) =>
        (await users.FindAsync(User.Caller(), id, ct)).ToActionResult(EntityTags.Ok);

    /// <summary>Says what a person is called, and perhaps what they sign in with.</summary>
    /// <remarks>
    /// One's own name, or anybody's name and address with the permission `users.write`. The address of somebody who may do what the
    /// caller may not cannot be changed. Only while the account is as it was read: of two changes that were decided on the same state
    /// one is made, and the other gets 412.
    /// </remarks>
    /// <param name="id" example="0197a3c2-b1d4-7e0f-9a6b-5c4d3e2f1a0b">Of the account.</param>
    /// <param name="ifMatch" example="&quot;9b2f6a1d0c4e48b7a5d3f1e02c7b6a94&quot;">
    /// The ETag of what was read, or a list of several, or `*` for whatever it is now (RFC 9110 section 13.1.1). Without it: 428.
    /// </param>
    /// <response code="200">The account as changed; the header ETag is for the next change.</response>
    [HttpPut("/v1/users/{id}", Name = "change_user")]
    [Authorize]
    [EntityTag]
    [Consumes("application/json")]
    [ProducesResponseType<User>(StatusCodes.Status200OK)]
    [Refusals(
        400,
        401,
        403,
        404,
        409,
        412,
        413,
        415,
        428,
        429,
        503,
        Codes = ["users.beyond_own", "accounts.email_taken"]
    )]
    public async Task<IActionResult> Change(
        Guid id,
        ChangeUser message,
        [FromHeader(Name = "If-Match")] IfMatch ifMatch,
        CancellationToken ct
    ) =>
        (await users.ChangeAsync(User.Caller(), id, message, ifMatch, HttpContext.Origin(), ct)).ToActionResult(
            EntityTags.Ok
        );

    /// <summary>Changes some of what a person is called or signs in with.</summary>
    /// <remarks>As PUT, but what is left out, or null, stays; at least one member is needed.</remarks>
    /// <param name="id" example="0197a3c2-b1d4-7e0f-9a6b-5c4d3e2f1a0b">Of the account.</param>
    /// <param name="ifMatch" example="&quot;9b2f6a1d0c4e48b7a5d3f1e02c7b6a94&quot;">
    /// The ETag of what was read, or a list of several, or `*` for whatever it is now (RFC 9110 section 13.1.1). Without it: 428.
    /// </param>
    /// <response code="200">The account as changed; the header ETag is for the next change.</response>
    [HttpPatch("/v1/users/{id}", Name = "patch_user")]
    [Authorize]
    [EntityTag]
    [Consumes("application/json")]
    [ProducesResponseType<User>(StatusCodes.Status200OK)]
    [Refusals(
        400,
        401,
        403,
        404,
        409,
        412,
        413,
        415,
        428,
        429,
        503,
        Codes = ["users.beyond_own", "accounts.email_taken"]
    )]
    public async Task<IActionResult> Patch(
        Guid id,
        PatchUser message,
        [FromHeader(Name = "If-Match")] IfMatch ifMatch,
        CancellationToken ct
    ) =>
        (await users.PatchAsync(User.Caller(), id, message, ifMatch, HttpContext.Origin(), ct)).ToActionResult(
            EntityTags.Ok
        );

    /// <summary>Deletes somebody's account.</summary>
    /// <remarks>
    /// With their sessions, whose access tokens are refused within a second on every instance. Entries of the audit trail stay. Nobody
    /// deletes their own account, and the last active person with the role `admin` stays.
    /// </remarks>
    /// <param name="id" example="0197a3c2-b1d4-7e0f-9a6b-5c4d3e2f1a0b">Of the account.</param>
    /// <param name="ifMatch" example="&quot;9b2f6a1d0c4e48b7a5d3f1e02c7b6a94&quot;">
    /// The ETag of what was read (RFC 9110 section 13.1.1): then the account is deleted only while it is still in that state. Optional.
    /// </param>
    /// <response code="204">It is gone.</response>
    [HttpDelete("/v1/users/{id}", Name = "delete_user")]
    [RequirePermission(Permissions.UsersDelete)]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [Refusals(400, 401, 403, 404, 409, 412, 503, Codes = ["users.own_account", "users.last_administrator"])]
    public async Task<IActionResult> Delete(
        Guid id,
        [FromHeader(Name = "If-Match")] IfMatch ifMatch,
        CancellationToken ct
    ) =>
        (await control.DeleteAsync(User.Caller(), id, ifMatch, HttpContext.Origin(), ct)).ToActionResult(_ =>
            NoContent()
        );
}
