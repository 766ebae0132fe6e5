using System.Globalization;
using Npgsql;

namespace Enterprise.Persistence.Database;

/// <summary>
/// Makes every connection of the application act as its role, whoever it signed in as. A login that has the role's rights and could
/// never have more needs nothing; one that could act as the owner is switched, for as long as the connection is open; one that can
/// be neither does not serve.
/// </summary>
internal static class RoleSwitch
{
    /// <summary>
    /// $1 role. Once for a connection. One row: whom it acts as from now on, or null where it must not serve. Who may make roles could
    /// grant themselves more, up to PostgreSQL 15.
    /// </summary>
    private const string Sql = """
        WITH candidate AS (
            SELECT r.oid, r.rolname, r.rolsuper OR r.rolcreaterole OR EXISTS (
                SELECT FROM pg_database d WHERE d.datname = current_database() AND pg_has_role(r.oid, d.datdba, 'MEMBER')
            ) OR EXISTS (
                SELECT FROM pg_class c
                WHERE c.relnamespace = to_regnamespace('public') AND pg_has_role(r.oid, c.relowner, 'MEMBER')
            ) AS may_own
            FROM pg_roles r WHERE r.rolname IN (session_user, $1)
        )
        SELECT CASE
            WHEN role.oid IS NULL OR role.may_own OR NOT pg_has_role(login.oid, role.oid, 'MEMBER') THEN NULL
            WHEN login.may_own OR NOT pg_has_role(login.oid, role.oid, 'USAGE') THEN set_config('role', $1, false)
            ELSE session_user END
        FROM candidate login LEFT JOIN candidate role ON role.rolname = $1 WHERE login.rolname = session_user
        """;

    /// <summary>The wait is bounded by the time for opening a connection, of which this is a part.</summary>
    public static void UseRole(this NpgsqlDataSourceBuilder builder, string role, int seconds) =>
        builder.UsePhysicalConnectionInitializer(
            connection =>
            {
                using var command = Command(connection, role, seconds);
                try
                {
                    Check(command.ExecuteScalar(), role);
                }
                catch (PostgresException exception) when (IsForbidden(exception))
                {
                    throw Refusal(role, exception);
                }
            },
            async connection =>
            {
                await using var command = Command(connection, role, seconds);
                try
                {
                    Check(await command.ExecuteScalarAsync(), role);
                }
                catch (PostgresException exception) when (IsForbidden(exception))
                {
                    throw Refusal(role, exception);
                }
            }
        );

    private static NpgsqlCommand Command(NpgsqlConnection connection, string role, int seconds) =>
        new NpgsqlCommand(Sql, connection) { CommandTimeout = seconds }.WithText(role);

    private static void Check(object? actsAs, string role)
    {
        if (actsAs is not string)
            throw Refusal(role, null);
    }

    /// <summary>A member that may pass the role on but not become it (PostgreSQL 16, <c>WITH SET FALSE</c>).</summary>
    private static bool IsForbidden(PostgresException exception) =>
        exception.SqlState == PostgresErrorCodes.InsufficientPrivilege;

    private static ApplicationRoleException Refusal(string role, Exception? inner)
    {
        var message = string.Create(
            CultureInfo.InvariantCulture,
            $"The login of APP_DB__URL cannot act as the role {role}: run apply, which makes the role and grants it"
        );
        return inner is null ? new ApplicationRoleException(message) : new ApplicationRoleException(message, inner);
    }
}
