using Enterprise.Domain.Audit;
using Enterprise.Domain.Sessions;
using Enterprise.Persistence.Audit;
using Enterprise.Persistence.Roles;
using Enterprise.Persistence.Sessions;

namespace Enterprise.Persistence.Accounts;

/// <summary>The statements on one's own account. Each that changes something checks and acts at once.</summary>
internal static class AccountSql
{
    /// <summary>The column after <see cref="Details"/> in <see cref="ChangeName"/>.</summary>
    public const int IsThereColumn = 7;

    /// <summary>
    /// Names the state of the user <c>u</c>: the stamp changes with what the row holds, the versions with the roles and what they
    /// allow. A fingerprint, because a stamp is nobody's business.
    /// </summary>
    public const string Tag =
        $"left(encode(sha256(convert_to(concat_ws('.', u.concurrency_stamp, {RoleSql.VersionsOfUser}), 'UTF8')), 'hex'), 32)";

    private const string Details =
        $"u.id, u.email, u.name, u.created_at, {Tag} AS tag, {RoleSql.RolesAndPermissionsOfUser}";

    /// <summary>$1 user id.</summary>
    public const string Find = $"SELECT {Details} FROM users u WHERE u.id = $1";

    /// <summary>$1 normalised address, $2 audit id, $3 address, $4 user agent, $5 request id.</summary>
    public const string RefuseTaken = $"""
        {AuditSql.Insert}
        SELECT $2, now(), '{AuditAction.Register}', '{AuditOutcome.EmailTaken}', NULL, NULL, $3, $4, $5
        WHERE EXISTS (SELECT FROM users WHERE normalized_email = $1)
        """;

    /// <summary>
    /// $1 user id, $2 name, $3 whether any state will do, $4 tags, $5 concurrency stamp, $6 audit id, $7 address, $8 user agent, $9
    /// request id. Comes after <c>SessionSql.LockUser</c> in one transaction, so that tag and roles are of one state; the tag is the
    /// only gate. One row: the account as it is now, or nulls, and whether there is one.
    /// </summary>
    public const string ChangeName = $"""
        WITH changed AS (
            UPDATE users u SET name = $2, concurrency_stamp = $5, updated_at = now()
            WHERE u.id = $1 AND ($3 OR {Tag} = ANY ($4)) RETURNING u.*
        ), audited AS (
            {AuditSql.InsertWithChanges}
            SELECT $6, now(), '{AuditAction.ChangeName}', '{AuditOutcome.Succeeded}', id, id, $7, $8, $9,
                CASE WHEN before.name IS DISTINCT FROM changed.name THEN
                    jsonb_build_object('name', jsonb_build_object('from', before.name, 'to', changed.name)) END
            FROM changed JOIN users before USING (id)
        )
        SELECT {Details}, EXISTS (SELECT FROM users WHERE id = $1)
        FROM (VALUES (1)) one LEFT JOIN changed u ON true
        """;

    /// <summary>
    /// $1 user id, $2 security stamp, $3 hash, $4 new security stamp, $5 concurrency stamp, $6 the session that goes on, $7 audit
    /// id, $8 address, $9 user agent, $10 request id, $11 to $14 as <see cref="LoginSql.Forget"/> has them. Comes after <c>SessionSql.LockUser</c> in one
    /// transaction. One row: whether it was changed, and the sessions that ended.
    /// </summary>
    public static readonly string ChangePassword = $"""
        WITH changed AS (
            UPDATE users SET password_hash = $3, security_stamp = $4, concurrency_stamp = $5, updated_at = now()
            WHERE id = $1 AND security_stamp = $2 AND locked_at IS NULL RETURNING id
        ), ended AS (
            UPDATE sessions SET revoked_at = now(), reason = '{SessionEnd.PasswordChanged}' FROM changed
            WHERE sessions.user_id = changed.id AND sessions.id <> $6 AND sessions.revoked_at IS NULL
            RETURNING sessions.id
        ), {LoginSql.Forget("changed", 11)}, audited AS (
            {AuditSql.Insert}
            SELECT $7, now(), '{AuditAction.ChangePassword}',
                CASE WHEN changed.id IS NULL THEN '{AuditOutcome.Refused}' ELSE '{AuditOutcome.Succeeded}' END,
                changed.id, $1, $8, $9, $10
            FROM (VALUES (1)) one LEFT JOIN changed ON true
        )
        SELECT EXISTS (SELECT FROM changed), ARRAY(SELECT id FROM ended)
        """;
}
