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

    /// <summary>When the token of the generation before this one was spent; <c>null</c> in the first.</summary>
    public DateTimeOffset? RotatedAt { get; set; }

    /// <summary>How often that token was presented again, and answered with its successor.</summary>
    public short Replays { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset LastUsedAt { get; set; }

    public DateTimeOffset IdleExpiresAt { get; set; }

    public DateTimeOffset AbsoluteExpiresAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>One of <see cref="Enterprise.Domain.Sessions.SessionEnd"/>.</summary>
    public string? Reason { get; set; }

    public IPAddress? Address { get; set; }

    public string? UserAgent { get; set; }
}
