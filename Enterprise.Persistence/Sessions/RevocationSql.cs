namespace Enterprise.Persistence.Sessions;

/// <summary>How revocations are read.</summary>
internal static class RevocationSql
{
    /// <summary>The channel that the trigger on the table notifies (PostgreSQL manual, "NOTIFY").</summary>
    public const string Listen = "LISTEN revocations";

    /// <summary>
    /// Which database of which running server this is (manual, "Session Information Functions"): two that are the same give the same, and
    /// a server that took the place of another one does not.
    /// </summary>
    public const string Place = """
        SELECT extract(epoch FROM pg_postmaster_start_time())::text || ' ' || d.oid FROM pg_database d WHERE d.datname = current_database()
        """;

    /// <summary>
    /// $1 position of the last reading. A row for each revocation that it could not see, and at least one: the new position, which
    /// is the oldest transaction that is still running, so that nothing committed later is missed (manual, "pg_snapshot_xmin").
    /// </summary>
    public const string Read = """
        SELECT pg_snapshot_xmin(pg_current_snapshot()), r.expires_at - now(), r.session_id, r.user_id, r.role, r.version
        FROM (VALUES (1)) one LEFT JOIN revocations r ON r.transaction_id >= $1 AND r.expires_at > now()
        """;
}
