using Enterprise.Application.Configuration;
using Microsoft.Extensions.Options;

namespace Enterprise.Api.Limits;

/// <summary>How much an instance does at a time, how fast, and for how long (<c>APP_LIMITS__...</c>).</summary>
public sealed class LimitOptions
{
    public const string Section = "Limits";

    /// <summary>Requests per second that an instance answers, and at once at the most: 1 to 1000000.</summary>
    public int RequestsPerSecond { get; set; } = 2000;

    /// <summary>Requests per second of one user, or of one network where nobody signed in: 1 to 1000000.</summary>
    public int RequestsPerSecondPerClient { get; set; } = 100;

    /// <summary>Requests at once of one client: 1 to 100000.</summary>
    public int BurstPerClient { get; set; } = 200;

    /// <summary>Requests at work at a time: 1 to 100000.</summary>
    public int ConcurrentRequests { get; set; } = 256;

    /// <summary>Requests that wait for one at work to end: 0 to 100000; the next one is refused at once.</summary>
    public int QueuedRequests { get; set; } = 64;

    /// <summary>The longest wait in milliseconds: 1 to 60000.</summary>
    public int QueueMilliseconds { get; set; } = 500;

    /// <summary>
    /// Requests at a time that hash a password, 0 to 100000; 0: 32 for each hash at a time, but no more than half of
    /// <see cref="ConcurrentRequests"/>.
    /// </summary>
    public int ConcurrentCredentials { get; set; }

    /// <summary>Seconds in which a body has to arrive, beyond 64 KiB as many again: 1 to 300.</summary>
    public int BodySeconds { get; set; } = 3;

    /// <summary>Milliseconds for a request once its body is there, where a route has no other limit: 1 to 600000.</summary>
    public int RequestMilliseconds { get; set; } = 3000;

    public TimeSpan QueueTime => TimeSpan.FromMilliseconds(QueueMilliseconds);

    public TimeSpan BodyTime => TimeSpan.FromSeconds(BodySeconds);

    public TimeSpan RequestTime => TimeSpan.FromMilliseconds(RequestMilliseconds);

    /// <summary>
    /// <see cref="ConcurrentCredentials"/> after the default was resolved. A hash takes milliseconds, so that 32 for each that can run
    /// are served well within the time that they may wait; and half of all places are left for everybody else.
    /// </summary>
    public int CredentialPlaces(int hashesAtATime) =>
        ConcurrentCredentials > 0
            ? ConcurrentCredentials
            : Math.Clamp(32 * hashesAtATime, 1, Math.Max(1, ConcurrentRequests / 2));
}

/// <summary>Lists everything that is wrong with the <see cref="LimitOptions"/> in one go.</summary>
public sealed class LimitOptionsValidator : IValidateOptions<LimitOptions>
{
    public ValidateOptionsResult Validate(string? name, LimitOptions options) =>
        new SettingFaults()
            .Range("APP_LIMITS__REQUESTS_PER_SECOND", options.RequestsPerSecond, 1, 1_000_000)
            .Range("APP_LIMITS__REQUESTS_PER_SECOND_PER_CLIENT", options.RequestsPerSecondPerClient, 1, 1_000_000)
            .Range("APP_LIMITS__BURST_PER_CLIENT", options.BurstPerClient, 1, 100_000)
            .Range("APP_LIMITS__CONCURRENT_REQUESTS", options.ConcurrentRequests, 1, 100_000)
            .Range("APP_LIMITS__QUEUED_REQUESTS", options.QueuedRequests, 0, 100_000)
            .Range("APP_LIMITS__QUEUE_MILLISECONDS", options.QueueMilliseconds, 1, 60_000)
            .Range("APP_LIMITS__CONCURRENT_CREDENTIALS", options.ConcurrentCredentials, 0, 100_000)
            .Range("APP_LIMITS__BODY_SECONDS", options.BodySeconds, 1, 300)
            .Range("APP_LIMITS__REQUEST_MILLISECONDS", options.RequestMilliseconds, 1, 600_000)
            .Result();
}
