using Enterprise.Domain.Audit;
using Enterprise.Persistence.Audit;
using Enterprise.Persistence.Roles;

namespace Enterprise.Persistence.Sessions;

/// <summary>The statements that end, list and look up sessions. What ends one is told to all instances by a trigger.</summary>
internal static class SessionSql
{
    private const string IsOpen = "revoked_at IS NULL AND idle_expires_at > now() AND absolute_expires_at > now()";

    private const string Ended =
        $"SELECT $1, now(), $2, '{AuditOutcome.Succeeded}', user_id, user_id, $3, $4, $5 FROM ended";

    /// <summary>$1 audit id, $2 action, $3 address, $4 user agent, $5 request id, $6 reason, $7 session id, $8 salt. The rows inserted are those ended.</summary>
    public const string EndByToken = $"""
        WITH ended AS (
            UPDATE sessions SET revoked_at = now(), reason = $6
            WHERE id = $7 AND salt = $8 AND revoked_at IS NULL RETURNING user_id
        )
        {AuditSql.Insert} {Ended}
        """;

    /// <summary>The six of <see cref="EndByToken"/>, $7 session id, $8 user id. The rows inserted are those ended.</summary>
    public const string EndOne = $"""
        WITH ended AS (
            UPDATE sessions SET revoked_at = now(), reason = $6
            WHERE id = $7 AND user_id = $8 AND {IsOpen} RETURNING user_id
        )
        {AuditSql.Insert} {Ended}
        """;

    /// <summary>
    /// $1 user id. Comes first in the transaction of whatever opens a session of a user or ends several: the statement after it
    /// takes its snapshot when it holds the lock, so it sees what went before, and two that end sessions do not lock them in
    /// opposite orders.
    /// </summary>
    public const string LockUser = "SELECT id FROM users WHERE id = $1 FOR NO KEY UPDATE";

    /// <summary>The six of <see cref="EndByToken"/>, $7 user id.</summary>
    public const string EndAll = $"""
        WITH ended AS (
            UPDATE sessions SET revoked_at = now(), reason = $6 WHERE user_id = $7 AND revoked_at IS NULL RETURNING id
        ), audited AS (
            {AuditSql.Insert} VALUES ($1, now(), $2, '{AuditOutcome.Succeeded}', $7, $7, $3, $4, $5)
        )
        SELECT id FROM ended
        """;

    /// <summary>$1 user id, $2 limit.</summary>
    public const string List = $"""
        SELECT id, created_at, last_used_at, address, user_agent FROM sessions
        WHERE user_id = $1 AND {IsOpen} ORDER BY last_used_at DESC, id DESC LIMIT $2
        """;

    /// <summary>$1 session id, $2 user id, $3 versions of the roles held and of each. A lock or an end leaves no open session.</summary>
    public const string IsLive = $"""
        SELECT EXISTS (
            SELECT FROM sessions s JOIN users u ON u.id = s.user_id
            WHERE s.id = $1 AND u.id = $2 AND s.revoked_at IS NULL
                AND {RoleSql.VersionsOfUser} = $3
        )
        """;
}
