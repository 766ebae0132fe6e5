using Enterprise.Application.Abstractions;
using Enterprise.Application.Limits;
using Microsoft.AspNetCore.Connections;

namespace Enterprise.Api.Http;

/// <summary>
/// Turns whatever went wrong into a problem document: bare statuses of the framework, bodies that cannot be read, a database
/// that is away, and bugs. A client that went away is none of these.
/// </summary>
internal sealed class ErrorHandling(
    RequestDelegate next,
    ProblemWriter problems,
    IDatabaseFailureMap database,
    LimitMetrics metrics,
    ILogger<ErrorHandling> logger
)
{
    /// <summary>What the access log shows for a client that went away (nginx's number for it).</summary>
    private const int ClientClosedRequest = 499;

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (IsBareRefusal(context.Response))
                await problems.WriteAsync(context, ProblemCatalogue.From(context.Response.StatusCode));
        }
        catch (Exception exception) when (IsAbort(context, exception))
        {
            metrics.Aborted();
            logger.ClientGone(exception.GetType().Name);
            if (!context.Response.HasStarted)
                context.Response.StatusCode = ClientClosedRequest;
            // Else the server tries to read the rest of the body, of somebody who has gone, and says that it failed.
            context.Abort();
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            await problems.WriteAsync(context, Judge(exception));
        }
    }

    /// <summary>Only what an abort causes: a fault that happens to meet one is a fault all the same.</summary>
    private static bool IsAbort(HttpContext context, Exception exception) =>
        // Who reads a body hears of it before the request is told.
        exception is ConnectionResetException or ConnectionAbortedException
        || (context.RequestAborted.IsCancellationRequested && exception is (OperationCanceledException or IOException));

    private Problem Judge(Exception exception)
    {
        switch (exception)
        {
            case BadHttpRequestException refused:
                return ProblemCatalogue.From(refused.StatusCode);
            // Kestrel throws just this for a chunk size beyond 2^31 while the body is read; what derives from it is ours.
            case IOException when exception.GetType() == typeof(IOException):
                logger.UnreadableBody(exception.Message);
                return ProblemCatalogue.Malformed;
        }
        if (database.Translate(exception) is { } failure)
        {
            // Without the stack: while a database is away, every request says the same.
            logger.DatabaseFailed(failure.Code, database.Reason(exception));
            return ProblemCatalogue.From(failure);
        }
        logger.Crashed(exception);
        return ProblemCatalogue.ServerError;
    }

    private static bool IsBareRefusal(HttpResponse response) =>
        !response.HasStarted
        && response is { StatusCode: >= StatusCodes.Status400BadRequest, ContentType: null, ContentLength: null or 0 };
}
