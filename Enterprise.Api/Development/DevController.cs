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
    [HttpGet("/dev/ping")]
    [Produces("text/plain")]
    [ProducesResponseType<string>(StatusCodes.Status200OK)]
    public IActionResult Ping() => Content("pong", "text/plain");

    /// <summary>Gives back what it was given.</summary>
    [HttpPost("/dev/echo")]
    [Consumes("application/json")]
    [Produces("application/json")]
    [ProducesResponseType<Echo>(StatusCodes.Status200OK)]
    public IActionResult Echo(Echo message) => Ok(message);
}

/// <summary>Something to give back.</summary>
/// <param name="Msg">Any text.</param>
public sealed record Echo(string? Msg);
