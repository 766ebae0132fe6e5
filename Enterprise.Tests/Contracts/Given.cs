using System.Net;
using System.Security.Cryptography;
using System.Text;
using Enterprise.Application;
using Enterprise.Application.Abstractions;
using Enterprise.Application.Accounts;
using Enterprise.Application.Audit;
using Enterprise.Application.Sessions;
using Enterprise.Domain.Accounts;
using Enterprise.Domain.Audit;
using Enterprise.Domain.Roles;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Contracts;

/// <summary>Values that no other test has, so that contracts can share one database.</summary>
public static class Given
{
    private static int count;

    /// <summary>A client at an address of its own, with a request id of its own to find its audit entries by.</summary>
    public static RequestOrigin Origin() => Origin(Address());

    public static RequestOrigin Origin(IPAddress? address) => new(address, "tests", $"r-{Next()}");

    /// <summary>Another request from the same place.</summary>
    public static RequestOrigin Again(this RequestOrigin origin) => origin with { RequestId = $"r-{Next()}" };

    public static IPAddress Address() => new(RandomNumberGenerator.GetBytes(16).AsSpan());

    public static EmailAddress Email(string? text = null) =>
        EmailAddress.TryParse(text ?? $"person-{Next()}-{Tail()}@example.com", out var email)
            ? email
            : throw new AssertionException($"{text} is no address.");

    public static NewAccount Account(EmailAddress? email = null, string? name = null, params string[] roles) =>
        new(
            NewId(),
            email ?? Email(),
            PersonName.TryParse(name, out var person) ? person : null,
            $"v1.sealed.hash.{Next()}",
            roles.Length == 0 ? [BuiltInRoles.User] : roles,
            AuditAction.Register
        );

    /// <summary>Keys as a service would make them: the fingerprint need only differ from pair to pair.</summary>
    public static LoginKeys Keys(EmailAddress email) =>
        new(email, RandomNumberGenerator.GetBytes(32), SHA256.HashData(Encoding.UTF8.GetBytes(email.Value)));

    /// <summary>The first attempt of a stranger, which proved the password.</summary>
    public static ProvedAccount Proved(LoginKeys keys, LoginAttempt? attempt = null) =>
        new(attempt ?? new LoginAttempt(null, 1, 3, null) { StrangerFailures = 1 }, keys, null);

    public static NewSession Session(LoginAccount account, string? renewed = null) =>
        new(
            new RefreshToken(
                NewId(),
                RefreshToken.FirstGeneration,
                RandomNumberGenerator.GetBytes(RefreshToken.SaltBytes)
            ),
            account.UserId,
            account.SecurityStamp,
            renewed
        );

    /// <summary>What the newest entries say that changed, oldest of them first: those of an actor, or of everybody to a subject.</summary>
    internal static async Task<string[]> ChangesAsync(this IAuditTrail trail, Guid? actor, Guid? subject, int count)
    {
        var search = new AuditSearch(actor, subject, null, null, null, count, null);
        var found = await trail.ReadAsync(search, CancellationToken.None);
        return [.. found.Items.Reverse().Select(entry => Changed.Text(entry.Changes))];
    }

    public static Guid NewId() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow());

    private static int Next() => Interlocked.Increment(ref count);

    private static string Tail() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
}
