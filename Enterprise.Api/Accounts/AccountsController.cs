using Enterprise.Api.Authentication;
using Enterprise.Api.Http;
using Enterprise.Api.Limits;
using Enterprise.Application;
using Enterprise.Application.Accounts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Enterprise.Api.Accounts;

/// <summary>What people do with their own account.</summary>
[ApiController]
[Tags("Accounts")]
[Produces("application/json")]
public sealed class AccountsController(AccountsService accounts, PasswordsService passwords) : ControllerBase
{
    /// <summary>Makes an account.</summary>
    /// <remarks>
    /// It gets the role `user`. An address belongs to one account, whatever its case; where the existence of accounts is concealed
    /// (`APP_ACCOUNTS__CONCEAL_EXISTENCE`) a taken address gets the same 202 as a new one.
    /// </remarks>
    /// <response code="201">The account exists; the header Location says where.</response>
    /// <response code="202">The request is well-formed; whether the address was free is not told.</response>
    [HttpPost("/v1/auth/register", Name = "register")]
    [AllowAnonymous]
    [HashesPassword]
    [TimeLimit(6)]
    [Consumes("application/json")]
    [ProducesResponseType<Registered>(StatusCodes.Status201Created)]
    [ProducesResponseType(StatusCodes.Status202Accepted)]
    [Refusals(400, 409, 413, 415, 429, 503, Codes = ["accounts.email_taken", "passwords.busy"])]
    public async Task<IActionResult> Register(Register message, CancellationToken ct) =>
        (await accounts.RegisterAsync(message, HttpContext.Origin(), ct)).ToActionResult(registered =>
            registered.UserId is { } id ? Created($"/v1/users/{id}", registered) : Accepted()
        );

    /// <summary>Who am I?</summary>
    /// <remarks>As stored now, which may be newer than what the access token says. The header ETag is for changing it; it says nothing of `session_id`.</remarks>
    /// <response code="200">The caller.</response>
    [HttpGet("/v1/me", Name = "get_me")]
    [Authorize]
    [EntityTag(ForChangesOnly = true)]
    [ProducesResponseType<Me>(StatusCodes.Status200OK)]
    [Refusals(401, 503)]
    public async Task<IActionResult> Me(CancellationToken ct) =>
        (await accounts.MeAsync(User.Caller(), ct)).ToActionResult(EntityTags.OkForChanges);

    /// <summary>Changes the caller's name.</summary>
    /// <remarks>
    /// Only while the account is as it was read: of two changes that were decided on the same state one is made, and the other gets
    /// 412.
    /// </remarks>
    /// <param name="ifMatch" example="&quot;9b2f6a1d0c4e48b7a5d3f1e02c7b6a94&quot;">
    /// The ETag of what was read, or a list of several, or `*` for whatever it is now (RFC 9110 section 13.1.1). Without it: 428.
    /// </param>
    /// <response code="200">The caller as changed; the header ETag is for the next change.</response>
    [HttpPatch("/v1/me", Name = "change_my_name")]
    [Authorize]
    [EntityTag]
    [Consumes("application/json")]
    [ProducesResponseType<Me>(StatusCodes.Status200OK)]
    [Refusals(400, 401, 412, 413, 415, 428, 429, 503)]
    public async Task<IActionResult> ChangeName(
        ChangeName message,
        [FromHeader(Name = "If-Match")] IfMatch ifMatch,
        CancellationToken ct
    ) =>
        (await accounts.ChangeNameAsync(User.Caller(), message, ifMatch, HttpContext.Origin(), ct)).ToActionResult(
            EntityTags.Ok
        );

    /// <summary>Changes the caller's password.</summary>
    /// <remarks>
    /// Every other session of the account ends; the one that asks goes on. A current password that is not accepted is a 400 with
    /// `wrong_password` for `current_password`. It counts as a failed login does: after failures (by default five, each within 15
    /// minutes of the one before) neither this route nor signing in accepts the password from the same network, by default for 15
    /// minutes.
    /// </remarks>
    /// <response code="204">The new password is good from now on, and the old one is not.</response>
    [HttpPut("/v1/me/password", Name = "change_my_password")]
    [Authorize]
    [HashesPassword]
    [TimeLimit(6)]
    [Consumes("application/json")]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [Refusals(400, 401, 413, 415, 429, 503, Codes = ["passwords.busy"])]
    public async Task<IActionResult> ChangePassword(ChangePassword message, CancellationToken ct) =>
        (await passwords.ChangeAsync(User.Caller(), message, HttpContext.Origin(), ct)).ToActionResult(_ =>
            NoContent()
        );
}
