using Enterprise.Domain.Audit;
using Enterprise.Domain.Sessions;
using Enterprise.Persistence.Audit;
using Enterprise.Persistence.Roles;

namespace Enterprise.Persistence.Sessions;

/// <summary>The one statement of a refresh.</summary>
internal static class RefreshSql
{
    /// <summary>How often a spent token gives its successor again.</summary>
    private const string MaxReplays = "5";

    /// <summary>
    /// The token is the newest, or newer than what a database that lost its last commits in a failover remembers: its code proves
    /// that it was given out.
    /// </summary>
    private const string Rotates = "s.generation <= $9";

    /// <summary>
    /// Its successor has not been used, or the generation would be further on. A request that waited for the one that rotated may
    /// have begun before it, so now() can be the earlier of the two.
    /// </summary>
    private const string IsPredecessor = "s.generation = $9 + 1 AND s.rotated_at > greatest(now(), s.rotated_at) - $11";

    /// <summary>Why nothing was presented; the first that holds.</summary>
    public const string Expired = "expired";
    public const string Revoked = "revoked";
    public const string Exhausted = "exhausted";
    public const string Unknown = "unknown";

    private const string Over =
        $"WHEN s.revoked_at IS NOT NULL THEN '{Revoked}' WHEN least(s.idle_expires_at, s.absolute_expires_at) <= now() THEN '{Expired}'";

    private const string OfToken = "FROM sessions s WHERE s.id = $8 AND s.salt = $10";

    /// <summary>
    /// Asked only where nothing was presented. What the snapshot shows as over needs no more; else the session may have become what it is
    /// while the update waited for its row, and only a lock reads that. What is not over then has given its successor too often.
    /// </summary>
    private const string Cause = $"""
        CASE WHEN p.user_id IS NULL AND refused_at IS NULL THEN coalesce(
            (SELECT CASE {Over} END {OfToken}), (SELECT CASE {Over} ELSE '{Exhausted}' END {OfToken} FOR SHARE), '{Unknown}') END
        """;

    /// <summary>
    /// The seven of <see cref="LoginSql.Allowance"/>, $8 session id, $9 generation, $10 salt, $11 leeway, $12 idle lifetime. The
    /// row lock of the update is the only gate, and ending a session takes the same. A predecessor that comes too often is refused
    /// and changes nothing; any other spent token ends the session. The rows written are the allowance and the session.
    /// </summary>
    public const string Refresh = $"""
        {LoginSql.Allowance}, presented AS (
            UPDATE sessions AS s SET
                generation = CASE WHEN {Rotates} THEN $9 + 1 ELSE s.generation END,
                rotated_at = CASE WHEN {Rotates} THEN now() ELSE s.rotated_at END,
                replays = CASE WHEN {Rotates} THEN 0 WHEN {IsPredecessor} THEN s.replays + 1 ELSE s.replays END,
                last_used_at = CASE WHEN {Rotates} OR {IsPredecessor} THEN now() ELSE s.last_used_at END,
                idle_expires_at = CASE WHEN {Rotates} THEN least(now() + $12, s.absolute_expires_at)
                                       ELSE s.idle_expires_at END,
                address = CASE WHEN {Rotates} THEN $5 ELSE s.address END,
                user_agent = CASE WHEN {Rotates} THEN $6 ELSE s.user_agent END,
                revoked_at = CASE WHEN {Rotates} OR {IsPredecessor} THEN NULL ELSE now() END,
                reason = CASE WHEN {Rotates} OR {IsPredecessor} THEN NULL ELSE '{SessionEnd.RefreshReused}' END
            FROM allowance
            WHERE allowance.refused_at IS NULL AND s.id = $8 AND s.salt = $10 AND s.revoked_at IS NULL
                AND s.idle_expires_at > now() AND s.absolute_expires_at > now()
                AND NOT ({IsPredecessor} AND s.replays >= {MaxReplays})
            RETURNING s.user_id, s.generation, s.replays, s.revoked_at, s.idle_expires_at - now() AS lifetime
        ), audited AS (
            {AuditSql.Insert}
            SELECT $4, now(), '{AuditAction.Refresh}', '{AuditOutcome.ReuseDetected}', NULL, user_id, $5, $6, $7
            FROM presented WHERE revoked_at IS NOT NULL
        )
        SELECT {LoginSql.Wait}, p.user_id, p.generation, p.replays, p.revoked_at IS NOT NULL, p.lifetime, {Cause},
            {LoginSql.IsFirstRefusal}, {RoleSql.EntitlementsOfUser}
        FROM allowance LEFT JOIN presented p ON true LEFT JOIN users u ON u.id = p.user_id
        """;
}
