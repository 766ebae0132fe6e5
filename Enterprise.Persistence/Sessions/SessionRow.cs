using System.Net;

namespace Enterprise.Persistence.Sessions;

/// <summary>A session as stored: the family of its refresh tokens, none of which can be derived from the row alone.</summary>
public sealed class SessionRow
{
    public Guid Id { get; set; }

    public Guid UserId { get; set; }

    /// <summary>16 random bytes.</summary>
    public byte[] Salt { get; set; } = [];

    /// <summary>The generation of the refresh token that is good now; the first is 1.</summary>
    public int Generation { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset LastUsedAt { get; set; }

    public DateTimeOffset IdleExpiresAt { get; set; }

    public DateTimeOffset AbsoluteExpiresAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }

    public string? Reason { get; set; }

    public IPAddress? Address { get; set; }

    public string? UserAgent { get; set; }
}
