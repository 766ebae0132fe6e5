using Enterprise.Domain.Audit;
using Enterprise.Persistence.Audit;

namespace Enterprise.Persistence.Roles;

/// <summary>
/// The statements of the catalogue. A change first locks the role, so that what it is judged by is what it changes, and then the
/// caller's roles and that they hold them: nobody can take a permission from the caller between the check and the commit, and one
/// that was taken while the statement waited is gone. What it does to live access tokens is written down by triggers.
/// </summary>
internal static class RoleCatalogueSql
{
    /// <summary>Outcomes that are not audited, beside two of <see cref="AuditOutcome"/>.</summary>
    public const string BuiltIn = "built_in";
    public const string Stale = "stale";

    /// <summary>The columns of <see cref="Details"/> in a statement that changes something come after its outcome.</summary>
    public const int DetailsAfterOutcome = 1;

    /// <summary>The column of <see cref="Delete"/> after its outcome.</summary>
    public const int HoldersAfterOutcome = 1;

    /// <summary>
    /// Names the state of the role <c>r</c>: the stamp changes with every change that is made here, the version with the permissions,
    /// whoever changes them. A fingerprint, because a stamp is nobody's business.
    /// </summary>
    private const string Tag =
        "left(encode(sha256(convert_to(coalesce(r.concurrency_stamp, '') || '.' || r.version, 'UTF8')), 'hex'), 32)";

    private const string Details = $"r.name, r.description, r.permissions, r.built_in, {Tag}";

    private const string Judged = $"""
        SELECT r.id, CASE WHEN r.built_in THEN '{BuiltIn}' WHEN NOT ($7 OR {Tag} = ANY ($8)) THEN '{Stale}'
        """;

    /// <summary>By byte, whatever the database's collation is.</summary>
    public const string List = $"""SELECT {Details} FROM roles r ORDER BY r.name COLLATE "C" """;

    /// <summary>$1 normalised name.</summary>
    public const string Find = $"SELECT {Details} FROM roles r WHERE r.normalized_name = $1";

    /// <summary>
    /// $1 caller, $2 audit id, $3 address, $4 user agent, $5 request id, $6 normalised name, $7 role id, $8 name, $9 description, $10
    /// permissions, $11 concurrency stamp. One row: the outcome, and the role or nulls.
    /// </summary>
    public const string Create = $"""
        WITH held AS MATERIALIZED (SELECT r.permissions FROM {RoleSql.HeldByCaller}), judged AS (
            SELECT CASE WHEN EXISTS (SELECT unnest($10) EXCEPT SELECT unnest(permissions) FROM held)
                THEN '{AuditOutcome.BeyondOwn}' ELSE '{AuditOutcome.Succeeded}' END AS outcome
        ), made AS (
            INSERT INTO roles (id, name, normalized_name, description, permissions, built_in, concurrency_stamp)
            SELECT $7, $8, $6, $9, $10, false, $11 FROM judged WHERE outcome = '{AuditOutcome.Succeeded}' RETURNING *
        ), audited AS (
            {AuditSql.InsertWithChanges}
            SELECT $2, now(), '{AuditAction.CreateRole}', outcome, $1, made.id, $3, $4, $5, jsonb_build_object(
                'name', jsonb_build_object('to', $8), 'description', jsonb_build_object('to', $9),
                'permissions', jsonb_build_object('to', $10))
            FROM judged LEFT JOIN made ON true
        )
        SELECT judged.outcome, {Details} FROM judged LEFT JOIN made r ON true
        """;

    /// <summary>
    /// The six of <see cref="Create"/>, $7 whether any state will do, $8 tags, $9 description, $10 permissions, $11 concurrency
    /// stamp. One row: the outcome, and the role as changed or nulls; none where there is no such role.
    /// </summary>
    public const string Change = $"""
        WITH role AS MATERIALIZED (
            SELECT r.* FROM roles r WHERE r.normalized_name = $6 FOR NO KEY UPDATE
        ), held AS MATERIALIZED (
            SELECT r.permissions FROM role CROSS JOIN {RoleSql.HeldByCaller}
        ), judged AS (
            {Judged} WHEN EXISTS (
                SELECT unnest($10) EXCEPT (SELECT unnest(r.permissions) UNION SELECT unnest(permissions) FROM held)
            ) THEN '{AuditOutcome.BeyondOwn}' ELSE '{AuditOutcome.Succeeded}' END AS outcome
            FROM role r
        ), changed AS (
            UPDATE roles r SET description = $9, permissions = $10, concurrency_stamp = $11 FROM judged
            WHERE r.id = judged.id AND judged.outcome = '{AuditOutcome.Succeeded}' RETURNING r.*
        ), audited AS (
            {AuditSql.InsertWithChanges}
            SELECT $2, now(), '{AuditAction.ChangeRole}', outcome, $1, id, $3, $4, $5, (
                SELECT jsonb_object_agg(member, jsonb_build_object('from', was, 'to', becomes))
                FROM (VALUES ('description', to_jsonb(role.description), to_jsonb($9)),
                             ('permissions', to_jsonb(role.permissions), to_jsonb($10))) m (member, was, becomes)
                WHERE was <> becomes)
            FROM judged JOIN role USING (id)
            WHERE outcome IN ('{AuditOutcome.Succeeded}', '{AuditOutcome.BeyondOwn}')
        )
        SELECT judged.outcome, {Details} FROM judged LEFT JOIN changed r ON true
        """;

    /// <summary>
    /// The six of <see cref="Create"/>, $7 whether any state will do, $8 tags. One row: the outcome, and how many lost the role; none where there is no such role. Each
    /// who loses the role has an entry of their own: what a person held can be read from the entries about them.
    /// </summary>
    public const string Delete = $"""
        WITH role AS MATERIALIZED (
            SELECT r.* FROM roles r WHERE r.normalized_name = $6 FOR UPDATE
        ), judged AS (
            {Judged} ELSE '{AuditOutcome.Succeeded}' END AS outcome FROM role r
        ), holders AS MATERIALIZED (
            SELECT u.id, {RoleSql.RolesOfUser} AS roles FROM judged JOIN user_roles held ON held.role_id = judged.id
            JOIN users u ON u.id = held.user_id WHERE judged.outcome = '{AuditOutcome.Succeeded}'
        ), deleted AS (
            DELETE FROM roles r USING judged WHERE r.id = judged.id AND judged.outcome = '{AuditOutcome.Succeeded}'
        ), audited AS (
            {AuditSql.InsertWithChanges}
            SELECT $2, now(), '{AuditAction.DeleteRole}', outcome, $1, id, $3, $4, $5, jsonb_build_object(
                'name', jsonb_build_object('from', name), 'description', jsonb_build_object('from', description),
                'permissions', jsonb_build_object('from', permissions))
            FROM judged JOIN role USING (id)
            WHERE outcome = '{AuditOutcome.Succeeded}'
        ), told AS (
            {AuditSql.InsertWithChanges}
            SELECT gen_random_uuid(), now(), '{AuditAction.AssignRoles}', '{AuditOutcome.Succeeded}', $1, holders.id, $3, $4, $5,
                jsonb_build_object('roles', jsonb_build_object('from', roles, 'to', array_remove(roles, role.name::varchar)))
            FROM holders CROSS JOIN role
        )
        SELECT outcome, (SELECT count(*) FROM holders) FROM judged
        """;
}
