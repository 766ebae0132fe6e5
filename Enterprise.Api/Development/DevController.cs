using Enterprise.Api.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Enterprise.Api.Development;

/// <summary>For trying a client out. Exists only where development routes are switched on.</summary>
[ApiController]
[AllowAnonymous]
[Tags("Development")]
public sealed class DevController : ControllerBase
{
    /// <summary>Answers <c>pong</c>.</summary>
    /// <remarks>As plain text: what a client sees here it sees because it reached this program.</remarks>
    /// <response code="200">The word `pong`.</response>
    [HttpGet("/dev/ping", Name = "ping")]
    [Produces("text/plain")]
    [ProducesResponseType<string>(StatusCodes.Status200OK)]
    public IActionResult Ping() => Content("pong", "text/plain");

    /// <summary>Gives back what it was given.</summary>
    /// <remarks>Read as strictly as every other body, so that a client's JSON can be tried out without consequences.</remarks>
    /// <response code="200">The same `msg`.</response>
    [HttpPost("/dev/echo", Name = "echo")]
    [Consumes("application/json")]
    [Produces("application/json")]
    [ProducesResponseType<Echo>(StatusCodes.Status200OK)]
    [Refusals(400, 413, 415)]
    public IActionResult Echo(Echo message) => Ok(message);
}

/// <summary>Something to give back.</summary>
/// <param name="Msg" example="hello">Any text.</param>
public sealed record Echo(string? Msg);
