using Enterprise.Domain.Audit;
using Enterprise.Domain.Sessions;
using Enterprise.Persistence.Accounts;
using Enterprise.Persistence.Audit;
using Enterprise.Persistence.Roles;

namespace Enterprise.Persistence.Users;

/// <summary>
/// The statements that change people. Each comes after <c>SessionSql.LockUser</c> in one transaction, so that it sees what went before
/// and no session is opened meanwhile. That an administrator remains is kept by a trigger. All begin with the same five parameters: $1
/// caller, $2 audit id, $3 address, $4 user agent, $5 request id; $6 is the account.
/// </summary>
internal static class UserSql
{
    /// <summary>Outcomes that are not audited, beside those of <see cref="AuditOutcome"/>.</summary>
    public const string Stale = "stale";
    public const string UnknownRole = "unknown_role";
    public const string Unchanged = "unchanged";

    /// <summary>Violated where a change would take the last administrator away; raised by a trigger.</summary>
    public const string AdministratorConstraint = "ck_users_administrator";

    /// <summary>An account <c>u</c> as a list shows it.</summary>
    public const string Listed =
        $"u.id, u.email, u.name, {RoleSql.RolesOfUser}, u.locked_at IS NOT NULL, u.created_at, u.updated_at";

    private const string OpenSessions = "ARRAY(SELECT id FROM sessions WHERE user_id = $6 AND revoked_at IS NULL)";

    /// <summary>$1 account.</summary>
    public const string Find = $"SELECT {Listed}, {AccountSql.Tag} FROM users u WHERE u.id = $1";

    /// <summary>
    /// $7 address, $8 its normal form, $9 name, $10 hash, $11 security stamp, $12 concurrency stamp, $13 normal forms of the roles. One
    /// row: the outcome.
    /// </summary>
    public const string Create = $$"""
        WITH wanted AS MATERIALIZED (
            SELECT r.id, r.name, r.permissions FROM roles r WHERE r.normalized_name = ANY ($13) FOR SHARE
        ), held AS MATERIALIZED (
            SELECT r.permissions FROM {{RoleSql.HeldByCaller}}
        ), judged AS (
            SELECT CASE WHEN (SELECT count(*) FROM wanted) < cardinality($13) THEN '{{UnknownRole}}'
                WHEN EXISTS (SELECT unnest(permissions) FROM wanted EXCEPT SELECT unnest(permissions) FROM held)
                THEN '{{AuditOutcome.BeyondOwn}}' ELSE '{{AuditOutcome.Succeeded}}' END AS outcome
        ), made AS (
            INSERT INTO users (id, email, normalized_email, user_name, normalized_user_name, name, password_hash, security_stamp,
                concurrency_stamp, created_at, updated_at, email_confirmed, two_factor_enabled)
            SELECT $6, $7, $8, $7, $8, $9, $10, $11, $12, now(), now(), false, false FROM judged
            WHERE outcome = '{{AuditOutcome.Succeeded}}' RETURNING id
        ), given AS (
            INSERT INTO user_roles (user_id, role_id) SELECT made.id, wanted.id FROM made, wanted
        ), audited AS (
            {{AuditSql.InsertWithChanges}}
            SELECT $2, now(), '{{AuditAction.CreateUser}}', outcome, $1, made.id, $3, $4, $5, jsonb_build_object(
                'email', jsonb_build_object('to', $7::text), 'name', jsonb_build_object('to', $9::text),
                'roles', jsonb_build_object('to', (SELECT jsonb_agg(name ORDER BY name) FROM wanted)))
            FROM judged LEFT JOIN made ON true WHERE outcome <> '{{UnknownRole}}'
        )
        SELECT outcome FROM judged
        """;

    /// <summary>
    /// $7 whether any state will do, $8 tags, $9 name or null, $10 address or null, $11 its normal form, $12 concurrency stamp. One row:
    /// the outcome; none where there is no such account.
    /// </summary>
    public const string Change = $$"""
        WITH before AS MATERIALIZED (
            SELECT u.*, {{AccountSql.Tag}} AS tag FROM users u WHERE u.id = $6
        ), held AS MATERIALIZED (
            SELECT r.permissions FROM {{RoleSql.HeldByCaller}}
        ), judged AS (
            SELECT CASE WHEN NOT ($7 OR tag = ANY ($8)) THEN '{{Stale}}'
                WHEN coalesce($10 <> email, false) AND EXISTS (
                    SELECT unnest(r.permissions) FROM user_roles ur JOIN roles r ON r.id = ur.role_id WHERE ur.user_id = $6
                    EXCEPT SELECT unnest(permissions) FROM held
                ) THEN '{{AuditOutcome.BeyondOwn}}' ELSE '{{AuditOutcome.Succeeded}}' END AS outcome
            FROM before
        ), changed AS (
            UPDATE users u SET name = coalesce($9, u.name), email = coalesce($10, u.email), user_name = coalesce($10, u.user_name),
                normalized_email = coalesce($11, u.normalized_email),
                normalized_user_name = coalesce($11, u.normalized_user_name), concurrency_stamp = $12, updated_at = now()
            FROM judged WHERE u.id = $6 AND outcome = '{{AuditOutcome.Succeeded}}' RETURNING u.name, u.email
        ), audited AS (
            {{AuditSql.InsertWithChanges}}
            SELECT $2, now(), '{{AuditAction.ChangeUser}}', outcome, $1, $6, $3, $4, $5, (
                SELECT jsonb_object_agg(member, jsonb_build_object('from', was, 'to', becomes))
                FROM (VALUES ('name', before.name, coalesce($9, before.name)), ('email', before.email, coalesce($10, before.email)))
                    m (member, was, becomes)
                WHERE was IS DISTINCT FROM becomes)
            FROM judged CROSS JOIN before WHERE outcome <> '{{Stale}}'
        )
        SELECT outcome FROM judged
        """;

    /// <summary>
    /// $7 whether any state will do, $8 tags. One row: whether the account was in such a state, the sessions that were open, and whether
    /// there is an entry; none where there is no such account.
    /// </summary>
    public const string Delete = $$"""
        WITH before AS MATERIALIZED (
            SELECT u.email, u.name, {{RoleSql.RolesOfUser}} AS roles, {{OpenSessions}} AS sessions,
                $7 OR {{AccountSql.Tag}} = ANY ($8) AS fits
            FROM users u WHERE u.id = $6
        ), deleted AS (
            DELETE FROM users USING before WHERE users.id = $6 AND fits
        ), audited AS (
            {{AuditSql.InsertWithChanges}}
            SELECT $2, now(), '{{AuditAction.DeleteUser}}', '{{AuditOutcome.Succeeded}}', $1, $6, $3, $4, $5, jsonb_build_object(
                'email', jsonb_build_object('from', email), 'name', jsonb_build_object('from', name),
                'roles', jsonb_build_object('from', roles))
            FROM before WHERE fits
        )
        SELECT fits, sessions, fits FROM before
        """;

    /// <summary>
    /// $7 concurrency stamp. One row: true, the sessions that were open, and whether there is an entry; none where there is no such account.
    /// </summary>
    public static readonly string Lock = SetStatus(AuditAction.LockUser, "now()", "active", "locked");

    /// <summary>As <see cref="Lock"/>.</summary>
    public static readonly string Unlock = SetStatus(AuditAction.UnlockUser, "NULL", "locked", "active");

    private static string SetStatus(string action, string lockedAt, string from, string to) =>
        $$"""
            WITH before AS MATERIALIZED (
                SELECT {{OpenSessions}} AS sessions FROM users WHERE id = $6
            ), changed AS (
                UPDATE users SET locked_at = {{lockedAt}}, concurrency_stamp = $7, updated_at = now()
                WHERE id = $6 AND (CASE WHEN locked_at IS NULL THEN 'active' ELSE 'locked' END) = '{{from}}' RETURNING id
            ), audited AS (
                {{AuditSql.InsertWithChanges}}
                SELECT $2, now(), '{{action}}', '{{AuditOutcome.Succeeded}}', $1, id, $3, $4, $5,
                    jsonb_build_object('status', jsonb_build_object('from', '{{from}}', 'to', '{{to}}')) FROM changed
            )
            SELECT true, sessions, EXISTS (SELECT FROM changed) FROM before
            """;

    /// <summary>
    /// $7 whether any state will do, $8 tags, $9 normal forms of the roles, $10 concurrency stamp. One row: the outcome; none where
    /// there is no such account.
    /// </summary>
    public const string AssignRoles = $$"""
        WITH wanted AS MATERIALIZED (
            SELECT r.id, r.name, r.permissions FROM roles r WHERE r.normalized_name = ANY ($9) FOR SHARE
        ), held AS MATERIALIZED (
            SELECT r.permissions FROM {{RoleSql.HeldByCaller}}
        ), before AS MATERIALIZED (
            SELECT r.id, r.name FROM user_roles ur JOIN roles r ON r.id = ur.role_id WHERE ur.user_id = $6
        ), judged AS (
            SELECT CASE WHEN NOT ($7 OR {{AccountSql.Tag}} = ANY ($8)) THEN '{{Stale}}'
                WHEN (SELECT count(*) FROM wanted) < cardinality($9) THEN '{{UnknownRole}}'
                WHEN EXISTS (
                    SELECT unnest(permissions) FROM wanted WHERE id NOT IN (SELECT id FROM before)
                    EXCEPT SELECT unnest(permissions) FROM held
                ) THEN '{{AuditOutcome.BeyondOwn}}'
                WHEN NOT EXISTS ((SELECT id FROM wanted EXCEPT SELECT id FROM before)
                    UNION ALL (SELECT id FROM before EXCEPT SELECT id FROM wanted)) THEN '{{Unchanged}}'
                ELSE '{{AuditOutcome.Succeeded}}' END AS outcome
            FROM users u WHERE u.id = $6
        ), taken AS (
            DELETE FROM user_roles USING judged WHERE outcome = '{{AuditOutcome.Succeeded}}' AND user_id = $6
                AND role_id NOT IN (SELECT id FROM wanted)
        ), given AS (
            INSERT INTO user_roles (user_id, role_id) SELECT $6, id FROM wanted, judged
            WHERE outcome = '{{AuditOutcome.Succeeded}}' AND id NOT IN (SELECT id FROM before)
        ), touched AS (
            UPDATE users SET concurrency_stamp = $10, updated_at = now() FROM judged
            WHERE users.id = $6 AND outcome = '{{AuditOutcome.Succeeded}}'
        ), audited AS (
            {{AuditSql.InsertWithChanges}}
            SELECT $2, now(), '{{AuditAction.AssignRoles}}', outcome, $1, $6, $3, $4, $5, jsonb_build_object('roles', jsonb_build_object(
                'from', (SELECT coalesce(jsonb_agg(name ORDER BY name), '[]') FROM before),
                'to', (SELECT coalesce(jsonb_agg(name ORDER BY name), '[]') FROM wanted)))
            FROM judged WHERE outcome IN ('{{AuditOutcome.Succeeded}}', '{{AuditOutcome.BeyondOwn}}')
        )
        SELECT outcome FROM judged
        """;

    /// <summary>One row: true, the sessions that were open, and true; none where there is no such account.</summary>
    public const string EndSessions = $$"""
        WITH before AS MATERIALIZED (
            SELECT {{OpenSessions}} AS sessions FROM users WHERE id = $6
        ), ended AS (
            UPDATE sessions SET revoked_at = now(), reason = '{{SessionEnd.EndedByAdministrator}}'
            WHERE user_id = $6 AND revoked_at IS NULL
        ), audited AS (
            {{AuditSql.Insert}}
            SELECT $2, now(), '{{AuditAction.EndSessions}}', '{{AuditOutcome.Succeeded}}', $1, $6, $3, $4, $5 FROM before
        )
        SELECT true, sessions, true FROM before
        """;
}
