namespace Enterprise.Persistence.Database;

/// <summary>The questions that the owner asks about the application's role. Objects are compared by their numbers, not by their names.</summary>
internal static class ApplicationRoleSql
{
    /// <summary>
    /// $1 role, $2 login or null for the one that asks. One row: is there such a role, and is it more than a role for an application may be; is there such a login,
    /// is it a plain one, can it become the role, and its name. From PostgreSQL 16 on who made a role is a member that cannot become it.
    /// </summary>
    public const string Find = """
        SELECT r.oid IS NOT NULL,
            coalesce(r.rolcanlogin OR r.rolsuper OR r.rolcreaterole OR r.rolcreatedb OR r.rolreplication OR r.rolbypassrls
                OR EXISTS (SELECT FROM pg_auth_members m WHERE m.member = r.oid)
                OR EXISTS (SELECT FROM pg_class c WHERE c.relowner = r.oid), false),
            l.oid IS NOT NULL,
            coalesce(NOT (l.rolsuper OR l.rolcreaterole OR l.rolcreatedb OR l.rolreplication OR l.rolbypassrls), false),
            coalesce(pg_has_role(l.oid, r.oid, CASE WHEN current_setting('server_version_num')::int < 160000
                                               THEN 'MEMBER' ELSE 'SET' END), false),
            one.login
        FROM (VALUES (coalesce($2, session_user))) one (login)
        LEFT JOIN pg_roles r ON r.rolname = $1 LEFT JOIN pg_roles l ON l.rolname = one.login
        """;

    /// <summary>
    /// $1 role, $2 classes, $3 objects, $4 rights. The statements that are still to be run before the role has these rights and no
    /// others, and before nobody but the owner makes tables (before PostgreSQL 15 everybody may, by default, and temporary ones in any).
    /// </summary>
    public const string Differences = """
        WITH role AS (
            SELECT oid, quote_ident(rolname) AS name FROM pg_roles WHERE rolname = $1
        ), wanted AS (
            SELECT class, privilege, CASE class WHEN 'FUNCTION' THEN to_regprocedure('public.' || object)::oid
                                                ELSE to_regclass('public.' || quote_ident(object))::oid END AS object
            FROM unnest($2, $3, $4) w (class, object, privilege)
        ), held AS (
            SELECT CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END AS class, a.privilege_type AS privilege,
                c.oid AS object
            FROM role, pg_class c, aclexplode(c.relacl) a
            WHERE c.relnamespace = 'public'::regnamespace AND a.grantee = role.oid
            UNION SELECT 'FUNCTION', a.privilege_type, p.oid FROM role, pg_proc p, aclexplode(p.proacl) a
            WHERE p.pronamespace = 'public'::regnamespace AND a.grantee = role.oid
            UNION SELECT 'SCHEMA', 'CREATE', s.oid FROM role, pg_namespace s, aclexplode(s.nspacl) a
            WHERE s.nspname = 'public' AND a.grantee = role.oid AND a.privilege_type = 'CREATE'
            UNION SELECT 'DATABASE', a.privilege_type, d.oid FROM role, pg_database d, aclexplode(d.datacl) a
            WHERE d.datname = current_database() AND a.grantee = role.oid AND a.privilege_type <> 'CONNECT'
        ), different AS (
            SELECT 'GRANT' AS verb, 'TO' AS preposition, * FROM (TABLE wanted EXCEPT TABLE held) missing
            UNION ALL
            SELECT 'REVOKE', 'FROM', class, privilege, object FROM (
                TABLE held EXCEPT SELECT class, privilege, object FROM wanted
            ) beyond
        )
        SELECT format('%s %s ON %s %s %s %s', verb, string_agg(privilege, ', ' ORDER BY privilege), class,
            CASE class WHEN 'FUNCTION' THEN object::regprocedure::text WHEN 'SCHEMA' THEN 'public'
                       WHEN 'DATABASE' THEN quote_ident(current_database()) ELSE object::regclass::text END,
            preposition, (SELECT name FROM role))
        FROM different GROUP BY verb, preposition, class, object
        UNION ALL
        SELECT format('REVOKE ALL (%I) ON TABLE %s FROM %s', t.attname, t.attrelid::regclass, role.name)
        FROM role, pg_attribute t, aclexplode(t.attacl) a WHERE a.grantee = role.oid
        UNION
        SELECT format('GRANT CONNECT ON DATABASE %I TO %s', current_database(), role.name)
        FROM role WHERE NOT has_database_privilege(role.oid, current_database(), 'CONNECT')
        UNION ALL
        SELECT format('GRANT USAGE ON SCHEMA public TO %s', role.name)
        FROM role WHERE NOT has_schema_privilege(role.oid, 'public', 'USAGE')
        UNION ALL
        SELECT 'REVOKE CREATE ON SCHEMA public FROM PUBLIC' FROM pg_namespace s, aclexplode(s.nspacl) a
        WHERE s.nspname = 'public' AND a.grantee = 0 AND a.privilege_type = 'CREATE'
        UNION ALL
        SELECT format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', datname)
        FROM pg_database, aclexplode(coalesce(datacl, acldefault('d', datdba))) a
        WHERE datname = current_database() AND a.grantee = 0 AND a.privilege_type = 'TEMPORARY'
        """;
}
