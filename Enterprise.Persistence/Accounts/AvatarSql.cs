using Enterprise.Domain.Audit;
using Enterprise.Persistence.Audit;

namespace Enterprise.Persistence.Accounts;

/// <summary>The statements on pictures of users. A row without <c>stored_at</c> is an upload that goes on, which nobody else sees.</summary>
internal static class AvatarSql
{
    /// <summary>$1 avatar id, $2 user id. Who is being deleted at the moment gets no row, instead of a broken foreign key.</summary>
    public const string Begin = """
        INSERT INTO avatars (id, user_id, size, width, height)
        SELECT $1, id, 0, 0, 0 FROM users WHERE id = $2 FOR KEY SHARE
        """;

    /// <summary>$1 avatar id, $2 number, $3 bytes.</summary>
    public const string Append = """
        INSERT INTO avatar_chunks (avatar_id, number, bytes)
        SELECT id, $2, $3 FROM avatars WHERE id = $1 AND stored_at IS NULL FOR KEY SHARE
        """;

    /// <summary>$1 avatar id.</summary>
    public const string Abandon = "DELETE FROM avatars WHERE id = $1 AND stored_at IS NULL";

    /// <summary>
    /// $1 user id, $2 avatar id. Comes after <c>SessionSql.LockUser</c> and before <see cref="Complete"/>, in one transaction: a statement of its own,
    /// because the index of one picture a user is asked row by row.
    /// </summary>
    public const string MakeRoom = $"""
        DELETE FROM avatars WHERE user_id = $1 AND stored_at IS NOT NULL AND EXISTS (SELECT {CanBeCompleted})
        """;

    /// <summary>
    /// The two of <see cref="MakeRoom"/>, $3 content type, $4 size, $5 width, $6 height, $7 tag, $8 audit id, $9 address, $10 user agent, $11
    /// request id. The rows inserted say whether it was done.
    /// </summary>
    public const string Complete = $"""
        WITH stored AS (
            UPDATE avatars SET content_type = $3, size = $4, width = $5, height = $6, tag = $7, stored_at = now()
            WHERE id = (SELECT pending.id {CanBeCompleted}) RETURNING user_id
        )
        {AuditSql.Insert}
        SELECT $8, now(), '{AuditAction.ChangeAvatar}', '{AuditOutcome.Succeeded}', user_id, user_id, $9, $10, $11 FROM stored
        """;

    /// <summary>
    /// $1 user id, $2 whether any tag is known, $3 known tags. In one snapshot with the first chunk, which is null where the reader has it.
    /// </summary>
    public const string Find = """
        SELECT id, content_type, size, tag, CASE WHEN $2 OR tag = ANY ($3) THEN NULL
            ELSE (SELECT bytes FROM avatar_chunks WHERE avatar_id = avatars.id AND number = 0) END
        FROM avatars WHERE user_id = $1 AND stored_at IS NOT NULL
        """;

    /// <summary>$1 avatar id, $2 number.</summary>
    public const string Read = "SELECT bytes FROM avatar_chunks WHERE avatar_id = $1 AND number = $2";

    /// <summary>$1 user id, $2 audit id, $3 address, $4 user agent, $5 request id. Comes after <c>SessionSql.LockUser</c>.</summary>
    public const string Delete = $"""
        WITH gone AS (
            DELETE FROM avatars WHERE user_id = $1 AND stored_at IS NOT NULL RETURNING user_id
        )
        {AuditSql.Insert}
        SELECT $2, now(), '{AuditAction.DeleteAvatar}', '{AuditOutcome.Succeeded}', user_id, user_id, $3, $4, $5 FROM gone
        """;

    /// <summary>Who was locked while the bytes came in is held to that, as an access token would be.</summary>
    private const string CanBeCompleted = """
        FROM avatars pending JOIN users u ON u.id = pending.user_id
        WHERE pending.id = $2 AND pending.user_id = $1 AND pending.stored_at IS NULL AND u.locked_at IS NULL
        """;
}
