namespace Enterprise.Persistence.Sessions;

/// <summary>A table that is cleaned up.</summary>
/// <param name="Table">Its name.</param>
/// <param name="Key">Its primary key, by which it is walked.</param>
/// <param name="Start">A value before every key.</param>
/// <param name="HasEnded">What is true of a row that may go. $2 is how long ended sessions are kept.</param>
internal sealed record CleanUpTable(string Table, string Key, object Start, string HasEnded)
{
    public static readonly IReadOnlyList<CleanUpTable> All =
    [
        new(
            "sessions",
            "id",
            Guid.Empty,
            "idle_expires_at < now() OR absolute_expires_at < now() OR revoked_at < now() - $2"
        ),
        new("revocations", "id", 0L, "expires_at < now()"),
        new(
            "login_attempts",
            "account",
            Array.Empty<byte>(),
            "forgotten_at < now() AND (known_until < now()) IS NOT FALSE"
        ),
        new("credential_allowances", "network", Array.Empty<byte>(), "ahead_until < now()"),
        // Uploads that their instance did not end: longer ago than any may take.
        new("avatars", "id", Guid.Empty, "stored_at IS NULL AND started_at < now() - interval '1 hour'"),
    ];

    /// <summary>
    /// One batch: $1 the last key of the batch before, $2 how long ended sessions are kept, $3 rows to look at. Gives the
    /// last key of this batch and how many rows went; null where the table is done. What others hold is skipped, and looked at the
    /// next time. No index is kept for it: the columns it asks for change with every use, and an index on them would cost each use
    /// more than the walk costs in all.
    /// </summary>
    public string Sql { get; } =
        $"""
            WITH batch AS MATERIALIZED (
                SELECT {Key} AS key, {HasEnded} AS has_ended FROM {Table}
                WHERE {Key} > $1 ORDER BY {Key} LIMIT $3
            ), ended AS MATERIALIZED (
                SELECT {Key} AS key FROM {Table}
                WHERE {Key} IN (SELECT key FROM batch WHERE has_ended) AND ({HasEnded})
                FOR UPDATE SKIP LOCKED
            ), gone AS (
                DELETE FROM {Table} USING ended WHERE {Table}.{Key} = ended.key RETURNING 1
            )
            SELECT (SELECT key FROM batch ORDER BY key DESC LIMIT 1), (SELECT count(*)::int FROM gone)
            WHERE EXISTS (SELECT FROM batch)
            """;
}
