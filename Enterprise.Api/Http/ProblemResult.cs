using Microsoft.AspNetCore.Mvc;

namespace Enterprise.Api.Http;

/// <summary>A problem as the result of an action.</summary>
internal sealed class ProblemResult(Problem problem) : IActionResult
{
    public Task ExecuteResultAsync(ActionContext context) =>
        context
            .HttpContext.RequestServices.GetRequiredService<ProblemWriter>()
            .WriteAsync(context.HttpContext, problem);
}
