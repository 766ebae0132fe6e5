using Enterprise.Api.Authentication;
using Enterprise.Api.Edge;
using Enterprise.Api.Http;
using Enterprise.Application;
using Enterprise.Application.Roles;
using Enterprise.Domain.Roles;
using Microsoft.AspNetCore.Mvc;

namespace Enterprise.Api.Roles;

/// <summary>Roles, and the permissions that they are made of.</summary>
[ApiController]
[Tags("Roles")]
[Produces("application/json")]
public sealed class RolesController(RolesService roles) : ControllerBase
{
    /// <summary>What can a role allow?</summary>
    /// <remarks>The whole catalogue. It changes with the version of the program only.</remarks>
    /// <response code="200">Every permission, sorted by name.</response>
    [HttpGet("/v1/permissions", Name = "list_permissions")]
    [Compressed]
    [RequirePermission(Permissions.RolesRead)]
    [ProducesResponseType<PermissionList>(StatusCodes.Status200OK)]
    [Refusals(401, 403, 503)]
    public IActionResult ListPermissions() => Ok(PermissionList.Catalogue);

    /// <summary>Which roles are there?</summary>
    /// <remarks>All of them, the built-in ones too.</remarks>
    /// <response code="200">Every role, sorted by name.</response>
    [HttpGet("/v1/roles", Name = "list_roles")]
    [Compressed]
    [RequirePermission(Permissions.RolesRead)]
    [ProducesResponseType<RoleList>(StatusCodes.Status200OK)]
    [Refusals(401, 403, 503)]
    public async Task<IActionResult> List(CancellationToken ct) => Ok(await roles.ListAsync(ct));

    /// <summary>What does a role allow?</summary>
    /// <remarks>The header ETag is for changing or deleting it.</remarks>
    /// <param name="name" example="auditor">As it is called; small letters.</param>
    /// <response code="200">The role.</response>
    [HttpGet("/v1/roles/{name}", Name = "get_role")]
    [RequirePermission(Permissions.RolesRead)]
    [EntityTag]
    [ProducesResponseType<Role>(StatusCodes.Status200OK)]
    [Refusals(401, 403, 404, 503)]
    public async Task<IActionResult> Find(string name, CancellationToken ct) =>
        (await roles.FindAsync(name, ct)).ToActionResult(EntityTags.Ok);

    /// <summary>Makes a role.</summary>
    /// <remarks>
    /// Nobody grants what they do not hold: every permission of the role has to be among the caller's own at that moment, whatever the
    /// access token says.
    /// </remarks>
    /// <response code="201">The role exists; the header Location says where, and ETag is for the next change.</response>
    [HttpPost("/v1/roles", Name = "create_role")]
    [RequirePermission(Permissions.RolesWrite)]
    [EntityTag]
    [Consumes("application/json")]
    [ProducesResponseType<Role>(StatusCodes.Status201Created)]
    [Refusals(400, 401, 403, 409, 413, 415, 503, Codes = ["roles.beyond_own", "roles.name_taken"])]
    public async Task<IActionResult> Create(CreateRole message, CancellationToken ct) =>
        (await roles.CreateAsync(User.Caller(), message, HttpContext.Origin(), ct)).ToActionResult(role =>
            EntityTags.Created($"/v1/roles/{role.Value.Name}", role)
        );

    /// <summary>Says what a role is from now on.</summary>
    /// <remarks>
    /// Replaces the description and all permissions; the name stays. What is added has to be among the caller's own permissions at that
    /// moment; what was there before may stay. Where the permissions change, the access tokens of those who hold the role are refused
    /// within a second on every instance, and the next refresh has the new ones. Only while the role is as it was read: of two changes
    /// that were decided on the same state one is made, and the other gets 412. A built-in role does not change.
    /// </remarks>
    /// <param name="name" example="auditor">As it is called; small letters.</param>
    /// <param name="ifMatch" example="&quot;9b2f6a1d0c4e48b7a5d3f1e02c7b6a94&quot;">
    /// The ETag of what was read, or a list of several, or `*` for whatever it is now (RFC 9110 section 13.1.1). Without it: 428.
    /// </param>
    /// <response code="200">The role as changed; the header ETag is for the next change.</response>
    [HttpPut("/v1/roles/{name}", Name = "change_role")]
    [RequirePermission(Permissions.RolesWrite)]
    [EntityTag]
    [Consumes("application/json")]
    [ProducesResponseType<Role>(StatusCodes.Status200OK)]
    [Refusals(400, 401, 403, 404, 409, 412, 413, 415, 428, 503, Codes = ["roles.beyond_own", "roles.built_in"])]
    public async Task<IActionResult> Change(
        string name,
        ChangeRole message,
        [FromHeader(Name = "If-Match")] IfMatch ifMatch,
        CancellationToken ct
    ) =>
        (await roles.ChangeAsync(User.Caller(), name, message, ifMatch, HttpContext.Origin(), ct)).ToActionResult(
            EntityTags.Ok
        );

    /// <summary>Deletes a role.</summary>
    /// <remarks>
    /// It is taken from everybody who holds it: their access tokens are refused within a second on every instance, and the next refresh
    /// is without it. A built-in role cannot be deleted.
    /// </remarks>
    /// <param name="name" example="auditor">As it is called; small letters.</param>
    /// <param name="ifMatch" example="&quot;9b2f6a1d0c4e48b7a5d3f1e02c7b6a94&quot;">
    /// The ETag of what was read, or a list of several, or `*` for whatever it is now (RFC 9110 section 13.1.1). Without it: 428.
    /// </param>
    /// <response code="204">It is gone.</response>
    [HttpDelete("/v1/roles/{name}", Name = "delete_role")]
    [RequirePermission(Permissions.RolesWrite)]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [Refusals(400, 401, 403, 404, 409, 412, 428, 503, Codes = ["roles.built_in"])]
    public async Task<IActionResult> Delete(
        string name,
        [FromHeader(Name = "If-Match")] IfMatch ifMatch,
        CancellationToken ct
    ) =>
        (await roles.DeleteAsync(User.Caller(), name, ifMatch, HttpContext.Origin(), ct)).ToActionResult(_ =>
            NoContent()
        );
}
