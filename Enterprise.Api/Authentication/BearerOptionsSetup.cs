using Enterprise.Api.Http;
using Enterprise.Application.Sessions;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace Enterprise.Api.Authentication;

/// <summary>Sets <c>JwtBearer</c> up: our reader in front of everything, our problem documents for its refusals.</summary>
internal sealed class BearerOptionsSetup(
    AccessTokenReader reader,
    CallerIdentities identities,
    LiveTokens live,
    ProblemWriter problems
) : IConfigureNamedOptions<JwtBearerOptions>
{
    public void Configure(JwtBearerOptions options) => Configure(Options.DefaultName, options);

    public void Configure(string? name, JwtBearerOptions options)
    {
        options.TokenHandlers.Clear();
        options.TokenHandlers.Add(new AccessTokenHandler(reader, identities));
        options.MapInboundClaims = false;
        options.IncludeErrorDetails = false;
        options.SaveToken = false;
        options.Events = new JwtBearerEvents
        {
            OnMessageReceived = SkipWhereAnonymousAsync,
            OnTokenValidated = DemandLiveAsync,
            OnChallenge = ChallengeAsync,
            OnForbidden = ForbidAsync,
        };
    }

    /// <summary>A database that is away while it has to be asked is no fault of the token: the exception becomes a 503.</summary>
    private async Task DemandLiveAsync(TokenValidatedContext context)
    {
        if (!await live.IsLiveAsync(context.Principal!.AccessToken(), context.HttpContext.RequestAborted))
            context.Fail("The session has ended, or its entitlements are others by now.");
        else
            context.HttpContext.Features.Get<RequestScope>()?.UserId = context.Principal!.Identity!.Name;
    }

    /// <summary>
    /// Where nobody asks who calls, no token is read: a stale one beside good credentials changes nothing and costs nothing. Nor is one
    /// where no route is found.
    /// </summary>
    private static Task SkipWhereAnonymousAsync(MessageReceivedContext context)
    {
        if (
            context.HttpContext.GetEndpoint() is not RouteEndpoint route
            || route.Metadata.GetMetadata<IAllowAnonymous>() is not null
        )
            context.NoResult();
        return Task.CompletedTask;
    }

    private Task ChallengeAsync(JwtBearerChallengeContext context)
    {
        context.HandleResponse();
        var sent = context.Request.Headers.Authorization.ToString();
        return problems.WriteAsync(
            context.HttpContext,
            sent.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
                ? ProblemCatalogue.InvalidToken
                : ProblemCatalogue.MissingToken
        );
    }

    /// <summary>Without a permission of the action it was the policy for actions that say nothing.</summary>
    private Task ForbidAsync(ForbiddenContext context) =>
        problems.WriteAsync(
            context.HttpContext,
            ProblemCatalogue.Forbidden with
            {
                Permission = context
                    .HttpContext.GetEndpoint()
                    ?.Metadata.GetMetadata<RequirePermissionAttribute>()
                    ?.Permission,
            }
        );
}
