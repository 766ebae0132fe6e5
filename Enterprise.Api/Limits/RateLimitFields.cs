using System.Globalization;
using Enterprise.Application.Limits;

namespace Enterprise.Api.Limits;

/// <summary>
/// The fields <c>RateLimit-Policy</c> and <c>RateLimit</c> (draft-ietf-httpapi-ratelimit-headers-10) of one policy, each of their texts made
/// once: how long a bucket takes to fill follows from what it holds.
/// </summary>
internal sealed class RateLimitFields
{
    public const string PolicyName = "RateLimit-Policy";
    public const string Name = "RateLimit";

    private readonly string name;
    private readonly string policy;
    private readonly CellRate rate;
    private readonly string?[] byRemaining;

    public RateLimitFields(string name, CellRate rate)
    {
        this.name = name;
        this.rate = rate;
        policy = Policy(name, rate.Burst, rate.FillTime);
        byRemaining = new string?[rate.Burst + 1];
    }

    public static string Policy(string name, int quota, TimeSpan window) =>
        string.Create(CultureInfo.InvariantCulture, $"\"{name}\";q={quota};w={Seconds(window)}");

    public static string Limit(string name, int remaining, TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"\"{name}\";r={remaining};t={Seconds(time)}");

    /// <summary>Says what is left; -1, for a refusal, is nothing.</summary>
    public void Write(HttpResponse response, int remaining)
    {
        response.Headers[PolicyName] = policy;
        response.Headers[Name] = Of(Math.Max(0, remaining));
    }

    private string Of(int remaining) =>
        // Two threads may both make one; either will do.
        byRemaining[remaining] ??= Limit(name, remaining, rate.UntilFull(remaining));

    private static long Seconds(TimeSpan time) => Math.Max(1, (long)Math.Ceiling(time.TotalSeconds));
}
