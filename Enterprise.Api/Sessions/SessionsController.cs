using Enterprise.Api.Authentication;
using Enterprise.Api.Http;
using Enterprise.Api.Limits;
using Enterprise.Application.Sessions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Enterprise.Api.Sessions;

/// <summary>Signing in, staying signed in, signing out.</summary>
[ApiController]
[Tags("Sessions")]
[Produces("application/json")]
public sealed class SessionsController(LoginService logins, SessionsService sessions) : ControllerBase
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
    [HashesPassword]
    [TimeLimit(6)]
    [Consumes("application/json")]
    [ProducesResponseType<TokenPair>(StatusCodes.Status200OK)]
    [Refusals(400, 401, 413, 415, 429, 503, Codes = ["sessions.bad_credentials", "passwords.busy"])]
    public async Task<IActionResult> Login(Login message, CancellationToken ct) =>
        (await logins.LoginAsync(message, HttpContext.Origin(), ct)).ToActionResult(Ok);

    /// <summary>Exchanges a refresh token for the next pair.</summary>
    /// <remarks>
    /// A refresh token is good for one use. Where the answer was lost, or two tabs refresh at once, the spent token gives the same
    /// successor for ten seconds, five times at the most, as long as the successor was not used; the access token is a new one each
    /// time. Any other use of a spent token means that somebody has a copy: the session ends at once. A session also ends when it is
    /// not refreshed for seven days, and after 30 days in any case. All of these can be configured. Where this answers 401, sign in
    /// again; after any other failure, send the same token again.
    /// </remarks>
    /// <response code="200">The next tokens of the session; the refresh token that was sent is spent.</response>
    [HttpPost("/v1/auth/refresh", Name = "refresh")]
    [AllowAnonymous]
    [Consumes("application/json")]
    [ProducesResponseType<TokenPair>(StatusCodes.Status200OK)]
    [Refusals(400, 401, 413, 415, 429, 503, Codes = ["sessions.invalid_refresh_token"])]
    public async Task<IActionResult> Refresh(Refresh message, CancellationToken ct) =>
        (await sessions.RefreshAsync(message, HttpContext.Origin(), ct)).ToActionResult(Ok);

    /// <summary>Ends a session.</summary>
    /// <remarks>
    /// Any refresh token of the session will do, also a spent one. From the answer on none of its refresh tokens is good; its access
    /// tokens are refused at once here, and within a second by every other instance. A service that checks access tokens by itself
    /// accepts them until they expire.
    /// </remarks>
    /// <response code="204">The session has ended, now or before.</response>
    [HttpPost("/v1/auth/logout", Name = "logout")]
    [AllowAnonymous]
    [Consumes("application/json")]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [Refusals(400, 401, 413, 415, 503, Codes = ["sessions.invalid_refresh_token"])]
    public async Task<IActionResult> Logout(Logout message, CancellationToken ct) =>
        (await sessions.LogoutAsync(message, HttpContext.Origin(), ct)).ToActionResult(_ => NoContent());

    /// <summary>Ends every session of the caller.</summary>
    /// <remarks>On all devices, this one included.</remarks>
    /// <response code="204">They have ended.</response>
    [HttpPost("/v1/auth/logout-all", Name = "logout_all")]
    [Authorize]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [Refusals(401, 503)]
    public async Task<IActionResult> LogoutAll(CancellationToken ct) =>
        (await sessions.LogoutAllAsync(User.Caller(), HttpContext.Origin(), ct)).ToActionResult(_ => NoContent());

    /// <summary>Where am I signed in?</summary>
    /// <remarks>The sessions that could be refreshed now, the last used first; at most 100.</remarks>
    /// <response code="200">The caller's sessions.</response>
    [HttpGet("/v1/me/sessions", Name = "list_my_sessions")]
    [Authorize]
    [ProducesResponseType<SessionList>(StatusCodes.Status200OK)]
    [Refusals(401, 503)]
    public async Task<IActionResult> List(CancellationToken ct) =>
        (await sessions.ListAsync(User.Caller(), ct)).ToActionResult(Ok);

    /// <summary>Ends one of the caller's sessions.</summary>
    /// <remarks>On whatever device; the current one too. One that has ended is no longer there.</remarks>
    /// <param name="id" example="0197a3c4-0f2e-7b61-8d3c-2a1b0c9d8e7f">Of a session in the caller's list.</param>
    /// <response code="204">It has ended.</response>
    [HttpDelete("/v1/me/sessions/{id}", Name = "end_my_session")]
    [Authorize]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [Refusals(400, 401, 404, 503)]
    public async Task<IActionResult> End(Guid id, CancellationToken ct) =>
        (await sessions.EndAsync(User.Caller(), id, HttpContext.Origin(), ct)).ToActionResult(_ => NoContent());
}
