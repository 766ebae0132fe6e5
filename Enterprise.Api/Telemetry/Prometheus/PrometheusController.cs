using Enterprise.Api.Http;
using Enterprise.Api.Limits;
using Enterprise.Api.Operations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Enterprise.Api.Telemetry.Prometheus;

/// <summary>What Prometheus asks for.</summary>
[ApiController]
[AllowAnonymous]
[Unlimited]
[Operational(OnlyThere = true)]
[Tags("Operations")]
public sealed class PrometheusController : ControllerBase
{
    internal const string Route = "/metrics";

    /// <summary>The metrics of this instance, for Prometheus.</summary>
    /// <remarks>
    /// Prometheus' text format 0.0.4; names and units follow the "Prometheus and OpenMetrics Compatibility" page of the OpenTelemetry specification.
    /// Asked for more often than four times a second, the same page is given again. Nothing in it names a person, the address of a client or a path:
    /// routes are templates, and `server_address` is the service's own or its database's. Where there is a management port, it answers there only;
    /// where it is switched off there is no such route.
    /// </remarks>
    /// <response code="200">The page.</response>
    [HttpGet(Route, Name = "get_prometheus_page")]
    [ProducesResponseType<string>(StatusCodes.Status200OK, PageResult.ContentType)]
    [Refusals(503, Codes = ["server.overloaded"])]
    public IActionResult Get() => HttpContext.RequestServices.GetRequiredService<PageResult>();
}
