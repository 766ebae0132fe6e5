using Microsoft.AspNetCore.Mvc.Filters;

namespace Enterprise.Api.Limits;

/// <summary>Tells the time of a request that its action is done and the answer begins; see <see cref="RequestTime"/>.</summary>
internal sealed class AnswerFilter : IAlwaysRunResultFilter
{
    public void OnResultExecuting(ResultExecutingContext context) => RequestTime.BeginAnswer(context.HttpContext);

    public void OnResultExecuted(ResultExecutedContext context)
    {
        // The time ends with the request.
    }
}
