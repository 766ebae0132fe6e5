using Enterprise.Api.Http;
using Enterprise.Application.Sessions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Enterprise.Api.Sessions;

/// <summary>Signing in.</summary>
[ApiController]
[Tags("Sessions")]
[Produces("application/json")]
[ResponseCache(NoStore = true)]
public sealed class SessionsController(SessionsService sessions) : ControllerBase
{
    /// <summary>Opens a session.</summary>
    /// <remarks>
    /// An unknown address, a wrong password, a locked account and too many failures get the same answer in the same time. After
    /// failures (by default five, each within 15 minutes of the one before) an account is locked out, by default for 15 minutes, for
    /// the network that they came from.
    /// </remarks>
    /// <response code="200">The tokens of the new session.</response>
    [HttpPost("/v1/auth/login", Name = "login")]
    [AllowAnonymous]
    [Consumes("application/json")]
    [ProducesResponseType<TokenPair>(StatusCodes.Status200OK)]
    [Refusals(400, 401, 413, 415, 429, 503, Codes = ["sessions.bad_credentials", "passwords.busy"])]
    public async Task<IActionResult> Login(Login message, CancellationToken ct) =>
        (await sessions.LoginAsync(message, HttpContext.Origin(), ct)).ToActionResult(Ok);
}
