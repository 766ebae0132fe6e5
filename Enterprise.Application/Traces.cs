using System.Diagnostics;

namespace Enterprise.Application;

/// <summary>
/// The source of this program's own spans. They are children of the request's, and carry outcomes from closed sets: no name, address
/// or secret. Starting one costs nothing while nobody listens.
/// </summary>
public static class Traces
{
    public const string Name = "Enterprise.Api";

    /// <summary>The wait for a hashing thread.</summary>
    public const string HashWait = "password.hash.wait";

    /// <summary>The work of a hashing thread.</summary>
    public const string HashWork = "password.hash.work";

    /// <summary>An access token that was not seen before, checked in full.</summary>
    public const string TokenValidation = "access_token.validate";

    /// <summary>The exchange of a refresh token.</summary>
    public const string Refresh = "session.refresh";

    /// <summary>Revocations that came from the database.</summary>
    public const string RevocationFeed = "revocation_feed.read";

    public const string Outcome = Meters.Prefix + "outcome";
    public const string Count = Meters.Prefix + "count";

    public static readonly ActivitySource Source = new(Name);
}
