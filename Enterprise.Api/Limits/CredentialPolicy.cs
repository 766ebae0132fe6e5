using Enterprise.Application.Limits;
using Enterprise.Application.Sessions;
using Microsoft.Extensions.Options;

namespace Enterprise.Api.Limits;

/// <summary>
/// Adds the rate limit fields of an allowance for credentials to its refusals, beside those of the client (both are lists), and
/// counts them. What is left of it is not told before: it is kept in the database, where others take from it too.
/// </summary>
public sealed class CredentialPolicy(IOptions<CredentialLimitOptions> options, LimitMetrics metrics)
{
    public void Refuse(HttpResponse response, string policy, TimeSpan wait)
    {
        metrics.Refused(RequestLimit.Credentials);
        var quota = options.Value.CredentialsPerMinutePerClient;
        response.Headers.Append(
            RateLimitFields.PolicyName,
            RateLimitFields.Policy(policy, quota, TimeSpan.FromMinutes(1))
        );
        response.Headers.Append(RateLimitFields.Name, RateLimitFields.Limit(policy, remaining: 0, wait));
    }
}
