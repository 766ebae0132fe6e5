using Enterprise.Api.Http;
using Enterprise.Application.Sessions;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;

namespace Enterprise.Api.Authentication;

/// <summary>Sets <c>JwtBearer</c> up: our reader in front of everything, our problem documents for its refusals.</summary>
internal sealed class BearerOptionsSetup(AccessTokenReader reader, LiveTokens live, ProblemWriter problems)
    : IConfigureNamedOptions<JwtBearerOptions>
{
    public void Configure(JwtBearerOptions options) => Configure(Options.DefaultName, options);

    public void Configure(string? name, JwtBearerOptions options)
    {
        options.TokenHandlers.Clear();
        options.TokenHandlers.Add(new AccessTokenHandler(reader));
        options.MapInboundClaims = false;
        options.IncludeErrorDetails = false;
        options.SaveToken = false;
        options.Events = new JwtBearerEvents
        {
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

    private Task ForbidAsync(ForbiddenContext context) =>
        problems.WriteAsync(context.HttpContext, ProblemCatalogue.Forbidden);
}
