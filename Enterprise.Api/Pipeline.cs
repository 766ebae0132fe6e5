using Enterprise.Api.Edge;
using Enterprise.Api.Http;
using Enterprise.Api.Lifecycle;
using Enterprise.Api.Limits;
using Enterprise.Api.Logging;
using Enterprise.Api.Operations;
using Enterprise.Api.Setup;
using Enterprise.Api.Telemetry;

namespace Enterprise.Api;

/// <summary>What a request passes through, in this order. README.md has the picture.</summary>
public static class Pipeline
{
    public static void UsePipeline(this WebApplication app)
    {
        app.UseMiddleware<RequestIds>();
        app.UseMiddleware<RequestSpans>();
        app.UseMiddleware<ForwardedClient>();
        app.UseMiddleware<LastAnswers>();
        app.UseMiddleware<AccessLog>();
        app.UseWarmUp();
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<HeadRequests>();
        app.UseMiddleware<ErrorHandling>();
        app.UseMiddleware<RequestShape>();
        app.UseMiddleware<Hosts>();
        app.UseRouting();
        app.UseMiddleware<ManagementPort>();
        // Before whatever can refuse: a page has to be able to read that it should wait, or sign in.
        app.UseCrossOrigin();
        app.UseMiddleware<BodyArrival>();
        app.UseMiddleware<Concurrency>();
        app.UseMiddleware<TimeLimit>();
        app.UseAuthentication();
        app.UseMiddleware<RateLimits>();
        app.UseMiddleware<UnmatchedRoutes>();
        app.UseAuthorization();
        app.UseCompression();
        app.MapControllers().NameRoutes();
        app.MapSwaggerPage();
    }
}
