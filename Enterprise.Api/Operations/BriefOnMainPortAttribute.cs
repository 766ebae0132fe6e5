using Enterprise.Api.Setup;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.Options;

namespace Enterprise.Api.Operations;

/// <summary>Where there is a management port, the details of <see cref="Readiness"/> are told on that port only; the status is the same.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BriefOnMainPortAttribute : ResultFilterAttribute
{
    public override void OnResultExecuting(ResultExecutingContext context)
    {
        var server = context.HttpContext.RequestServices.GetRequiredService<IOptions<ServerOptions>>().Value;
        var isBrief = server.ManagementPort is not null && !context.HttpContext.IsOnManagementPort();
        if (isBrief && context.Result is ObjectResult { Value: Readiness readiness } result)
            context.Result = new ObjectResult(new Brief(readiness.Status)) { StatusCode = result.StatusCode };
    }

    /// <summary>What remains of <see cref="Readiness"/>.</summary>
    private sealed record Brief(string Status);
}
