using Enterprise.Api.Authentication;
using Enterprise.Api.Edge;
using Enterprise.Api.Http;
using Enterprise.Application.Audit;
using Enterprise.Domain.Roles;
using Microsoft.AspNetCore.Mvc;

namespace Enterprise.Api.Audit;

/// <summary>The audit trail, for those who look into things.</summary>
[ApiController]
[Tags("Audit")]
[Produces("application/json")]
public sealed class AuditController(AuditService audit) : ControllerBase
{
    /// <summary>Who did what?</summary>
    /// <remarks>
    /// Successes and failures, the newest first. Each entry was written in the transaction of what it records, and nothing can change
    /// it. Begin without a cursor and go on with `next_cursor`, or with the URL of the header Link: nothing is left out or shown twice
    /// while others are written. An entry is older than it looks by as long as its transaction took, so the last second may not be
    /// complete yet.
    /// </remarks>
    /// <response code="200">A page; with no entries where nothing matches.</response>
    [HttpGet("/v1/audit", Name = "list_audit")]
    [Compressed]
    [RequirePermission(Permissions.AuditRead)]
    [PageLinks]
    [ProducesResponseType<AuditPage>(StatusCodes.Status200OK)]
    [Refusals(400, 401, 403, 503)]
    public async Task<IActionResult> List([FromQuery] ListAudit query, CancellationToken ct) =>
        (await audit.ListAsync(query, ct)).ToActionResult(PageLinks.Ok);
}
