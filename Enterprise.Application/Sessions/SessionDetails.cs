using System.Net;

namespace Enterprise.Application.Sessions;

/// <summary>A session as stored, without anything that could be presented.</summary>
public sealed record SessionDetails(
    Guid Id,
    DateTimeOffset CreatedAt,
    DateTimeOffset LastUsedAt,
    IPAddress? Address,
    string? UserAgent
);
