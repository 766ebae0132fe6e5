using System.Globalization;
using Npgsql;

namespace Enterprise.Persistence.Database;

/// <summary>
/// Makes every connection of the application act as its role, whoever it signed in as. A login that has the role's rights and could
/// never have more needs nothing; one that could act as the owner is switched, for as long as the connection is open; one that can
/// be neither does not serve.
/// </summary>
/// <remarks>
/// Behind a pooler that lends connections by the transaction, what is said to a connection is said to whoever has it next: a switch would
/// be somebody else's, and a prepared statement too, so that another one would be run with our values. A pooler cannot name the
/// process that serves, and that gives it away.
/// </remarks>
internal static class RoleSwitch
{
    private const string Serves = "serves";
    private const string ServesThroughPooler = "serves through a pooler";
    private const string NeedsSwitch = "needs a switch";

    /// <summary>
    /// $1 role, $2 the process that is said to serve. Once for a connection. One row: one of the three above, or null where it must not
    /// serve. Who may make roles could grant themselves more, up to PostgreSQL 15.
    /// </summary>
    private const string Sql = $"""
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
            WHEN login.may_own OR NOT pg_has_role(login.oid, role.oid, 'USAGE') THEN CASE
                WHEN pg_backend_pid() <> $2 THEN '{NeedsSwitch}'
                WHEN set_config('role', $1, false) = $1 THEN '{Serves}' END
            WHEN pg_backend_pid() <> $2 THEN '{ServesThroughPooler}'
            ELSE '{Serves}' END
        FROM candidate login LEFT JOIN candidate role ON role.rolname = $1 WHERE login.rolname = session_user
        """;

    /// <summary>The wait is bounded by the time for opening a connection, of which this is a part.</summary>
    /// <param name="builder">Of the pool.</param>
    /// <param name="role">The application's.</param>
    /// <param name="seconds">For the statement.</param>
    /// <param name="saysHowToPrepare">Whether the URL itself says how many statements may be prepared on a connection.</param>
    public static void UseRole(this NpgsqlDataSourceBuilder builder, string role, int seconds, bool saysHowToPrepare) =>
        builder.UsePhysicalConnectionInitializer(
            connection =>
            {
                using var command = Command(connection, role, seconds);
                try
                {
                    Check(command.ExecuteScalar(), role, saysHowToPrepare);
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
                    Check(await command.ExecuteScalarAsync(), role, saysHowToPrepare);
                }
                catch (PostgresException exception) when (IsForbidden(exception))
                {
                    throw Refusal(role, exception);
                }
            }
        );

    private static NpgsqlCommand Command(NpgsqlConnection connection, string role, int seconds) =>
        new NpgsqlCommand(Sql, connection) { CommandTimeout = seconds }
            .WithText(role)
            .With(connection.ProcessID);

    private static void Check(object? found, string role, bool saysHowToPrepare)
    {
        if (found is not string how)
            throw Refusal(role, null);
        if (how == NeedsSwitch)
            throw new ApplicationRoleException(
                "APP_DB__URL leads to a pooler and names a login that could act as the owner: give it one of its own (APP_DB__OWNER_URL names the owner)"
            );
        if (how == ServesThroughPooler && !saysHowToPrepare)
            throw new ApplicationRoleException(
                "APP_DB__URL leads to a pooler: add Max Auto Prepare=0, or as many statements as it is set up to keep for a connection"
            );
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
