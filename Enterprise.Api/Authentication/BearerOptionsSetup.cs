using Enterprise.Api.Http;
using Enterprise.Application.Sessions;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;

namespace Enterprise.Api.Authentication;

/// <summary>Sets <c>JwtBearer</c> up: our reader in front of everything, our problem documents for its refusals.</summary>
internal sealed class BearerOptionsSetup(AccessTokenReader reader, ProblemWriter problems)
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
        options.Events = new JwtBearerEvents { OnChallenge = ChallengeAsync, OnForbidden = ForbidAsync };
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
