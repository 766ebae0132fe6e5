using Enterprise.Api.Authentication;
using Enterprise.Api.Http;
using Enterprise.Application.Accounts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Enterprise.Api.Accounts;

/// <summary>What people do with their own account.</summary>
[ApiController]
[Tags("Accounts")]
[Produces("application/json")]
[ResponseCache(NoStore = true)]
public sealed class AccountsController(AccountsService accounts) : ControllerBase
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
    [Consumes("application/json")]
    [ProducesResponseType<Registered>(StatusCodes.Status201Created)]
    [ProducesResponseType(StatusCodes.Status202Accepted)]
    [Refusals(400, 409, 413, 415, 429, 503, Codes = ["accounts.email_taken", "passwords.busy"])]
    public async Task<IActionResult> Register(Register message, CancellationToken ct) =>
        (await accounts.RegisterAsync(message, HttpContext.Origin(), ct)).ToActionResult(registered =>
            registered.UserId is { } id ? Created($"/v1/users/{id}", registered) : Accepted()
        );

    /// <summary>Who am I?</summary>
    /// <remarks>As stored now, which may be newer than what the access token says.</remarks>
    /// <response code="200">The caller.</response>
    [HttpGet("/v1/me", Name = "get_me")]
    [Authorize]
    [ProducesResponseType<Me>(StatusCodes.Status200OK)]
    [Refusals(401, 503)]
    public async Task<IActionResult> Me(CancellationToken ct) =>
        (await accounts.MeAsync(User.Caller(), ct)).ToActionResult(Ok);
}
