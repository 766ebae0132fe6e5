using Enterprise.Api.Authentication;
using Enterprise.Api.Http;
using Enterprise.Domain.Roles;
using Microsoft.AspNetCore.Mvc;

namespace Enterprise.Api.Operations.Metrics;

/// <summary>Live numbers of the instance that answers.</summary>
[ApiController]
[Tags("Metrics")]
[Produces("application/json")]
public sealed class MetricsController(LiveMetrics metrics) : ControllerBase
{
    /// <summary>How is this instance doing?</summary>
    /// <remarks>
    /// A summary of the meters of the process, for a person to look at; of several instances each knows its own. Counts go back to
    /// `since`, percentiles over `window_seconds`, five minutes at the most. A percentile is within 4.5 % of the true one between 0.01 ms
    /// and 168 s, and `null` where nothing was measured. Nothing in it names a person, an address or a path: routes are templates.
    /// </remarks>
    /// <response code="200">The numbers.</response>
    [HttpGet("/v1/admin/metrics", Name = "get_metrics")]
    [RequirePermission(Permissions.MetricsRead)]
    [ProducesResponseType<MetricsSummary>(StatusCodes.Status200OK)]
    [Refusals(401, 403, 503)]
    public IActionResult Get() => Ok(metrics.Read());
}
