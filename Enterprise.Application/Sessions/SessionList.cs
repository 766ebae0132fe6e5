using Enterprise.Application.Authorization;

namespace Enterprise.Application.Sessions;

/// <summary>Where somebody is signed in.</summary>
/// <param name="Items">The sessions that could be refreshed now, the last used first; at most 100.</param>
public sealed record SessionList(IReadOnlyList<SessionItem> Items)
{
    /// <summary>What a list shows at the most.</summary>
    public const int Limit = 100;

    /// <summary>As stored, to be shown to a caller.</summary>
    public static SessionList Of(IReadOnlyList<SessionDetails> sessions, Caller caller) =>
        new([.. sessions.Select(session => SessionItem.Of(session, caller))]);
}

/// <summary>A session of somebody.</summary>
/// <param name="Id" example="0197a3c4-0f2e-7b61-8d3c-2a1b0c9d8e7f">UUIDv7.</param>
/// <param name="CreatedAt" example="2026-03-14T09:26:53.589793Z">When the person signed in; RFC 3339, UTC.</param>
/// <param name="LastUsedAt" example="2026-03-14T11:02:10.120455Z">When it was last refreshed; RFC 3339, UTC.</param>
/// <param name="Address" example="203.0.113.7">Where it was last refreshed from; <c>null</c> where that is not known.</param>
/// <param name="UserAgent" example="Mozilla/5.0 (X11; Linux x86_64)">The program it was last refreshed by, at most 256 characters; <c>null</c> where it did not say.</param>
/// <param name="Current" example="true">The session of the access token that asked.</param>
public sealed record SessionItem(
    Guid Id,
    DateTimeOffset CreatedAt,
    DateTimeOffset LastUsedAt,
    string? Address,
    string? UserAgent,
    bool Current
)
{
    internal static SessionItem Of(SessionDetails session, Caller caller) =>
        new(
            session.Id,
            session.CreatedAt,
            session.LastUsedAt,
            session.Address?.ToString(),
            session.UserAgent,
            session.Id == caller.SessionId
        );
}
