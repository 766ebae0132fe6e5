using Enterprise.Api.Http;
using Enterprise.Api.Limits;
using Enterprise.Api.Logging;
using Enterprise.Api.Setup;

namespace Enterprise.Api;

/// <summary>What a request passes through, in this order.</summary>
public static class Pipeline
{
    public static void UsePipeline(this WebApplication app)
    {
        app.UseMiddleware<RequestIds>();
        app.UseMiddleware<AccessLog>();
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<ErrorHandling>();
        app.UseSwaggerPage();
        app.UseRouting();
        app.UseMiddleware<BodyArrival>();
        app.UseMiddleware<Concurrency>();
        app.UseMiddleware<TimeLimit>();
        app.UseAuthentication();
        app.UseMiddleware<RateLimits>();
        app.UseMiddleware<UnmatchedRoutes>();
        app.UseAuthorization();
        app.MapControllers();
    }
}
