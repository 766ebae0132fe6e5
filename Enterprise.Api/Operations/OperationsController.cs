using Enterprise.Api.Limits;
using Enterprise.Application.Health;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Enterprise.Api.Operations;

/// <summary>For those who run it. Unversioned, open, answered from memory, and not subject to any limit.</summary>
[ApiController]
[AllowAnonymous]
[Unlimited]
[Operational]
[Tags("Operations")]
[Produces("application/json")]
public sealed class OperationsController(InstanceHealth health) : ControllerBase
{
    /// <summary>Is the process alive?</summary>
    /// <remarks>Touches nothing but the process: a database that is away does not make it fail.</remarks>
    /// <response code="200">It is.</response>
    [HttpGet("/health", Name = "get_health")]
    [ProducesResponseType<Health>(StatusCodes.Status200OK)]
    public IActionResult Health() => Ok(new Health("ok"));

    /// <summary>Should this instance get requests?</summary>
    /// <remarks>
    /// Started up, database reachable, every migration applied, a key to sign with, not stopping. Answered from what was found within the last
    /// three seconds. Where there is a management port, `checks` is told on that port only.
    /// </remarks>
    /// <response code="200">Yes.</response>
    /// <response code="503">No; `checks` says why.</response>
    [HttpGet("/ready", Name = "get_readiness")]
    [BriefOnMainPort]
    [ProducesResponseType<Readiness>(StatusCodes.Status200OK)]
    [ProducesResponseType<Readiness>(StatusCodes.Status503ServiceUnavailable)]
    public IActionResult Ready()
    {
        var readiness = Readiness.Of(health.Look());
        return StatusCode(
            readiness.IsReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable,
            readiness
        );
    }

    /// <summary>Which build is this?</summary>
    /// <remarks>The version, the commit and the time of the build, as the build stamped them; worth a line in every report.</remarks>
    /// <response code="200">What was built.</response>
    [HttpGet("/version", Name = "get_version")]
    [ProducesResponseType<BuildVersion>(StatusCodes.Status200OK)]
    public IActionResult Version() => Ok(BuildVersion.Current);
}

/// <summary>The process answers.</summary>
/// <param name="Status" example="ok">Always <c>ok</c>.</param>
public sealed record Health(string Status);
