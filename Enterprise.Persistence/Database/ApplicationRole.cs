using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Enterprise.Persistence.Database;

/// <summary>
/// Makes the role that the application acts as, the login that it signs in with where that is not the owner's, and the rights that
/// the role has in this database. What is there already is not touched, so it may be done at every start. Roles belong to the whole
/// cluster: others may do the same for another database at the same moment.
/// </summary>
internal sealed class ApplicationRole(IOptions<DatabaseOptions> options, ILogger<ApplicationRole> logger)
{
    /// <summary>Who loses a race finds it done the next time; each winner is one of a few.</summary>
    private const int Attempts = 10;

    /// <summary>"tuple concurrently updated": two grants of one role at once.</summary>
    private const string InternalError = "XX000";

    private readonly string role = options.Value.ApplicationRole;

    /// <summary>Brings it about, on a connection of the owner.</summary>
    public async Task EnsureAsync(NpgsqlConnection owner, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await EnsureOnceAsync(owner, ct);
                return;
            }
            catch (PostgresException exception) when (attempt < Attempts && IsRace(exception))
            {
                logger.RoleRaced(exception.SqlState);
            }
        }
    }

    private async Task EnsureOnceAsync(NpgsqlConnection owner, CancellationToken ct)
    {
        var login = new Login(options.Value);
        var found = await FindAsync(owner, login, ct);
        if (found.IsMore)
            throw new ApplicationRoleException(
                $"The role {role} can sign in, has rights of its own or is a member of another role; APP_DB__APPLICATION_ROLE has to name one that is nothing but a name for rights."
            );
        try
        {
            if (!found.IsThere)
                await MakeRoleAsync(owner, ct);
            if (!login.IsOwner && !found.HasLogin)
                await MakeLoginAsync(owner, found, login, ct);
            if (!found.CanBecome)
                await RunAsync(owner, $"GRANT {Quote(role)} TO {Quote(found.LoginName)}", ct);
            else if (!login.IsOwner && found.IsPlainLogin && await login.IsPasswordWrongAsync(logger, ct))
                await SetPasswordAsync(owner, found, login, ct);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new ApplicationRoleException(Instructions(found, login), exception);
        }
        await GrantAsync(owner, ct);
    }

    private async Task MakeRoleAsync(NpgsqlConnection owner, CancellationToken ct)
    {
        await RunAsync(owner, $"CREATE ROLE {Quote(role)} NOLOGIN", ct);
        logger.RoleMade(role);
    }

    private async Task MakeLoginAsync(NpgsqlConnection owner, Found found, Login login, CancellationToken ct)
    {
        await RunAsync(
            owner,
            $"CREATE ROLE {Quote(found.LoginName)} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE {login.PasswordClause}",
            ct
        );
        logger.LoginMade(found.LoginName);
    }

    private async Task SetPasswordAsync(NpgsqlConnection owner, Found found, Login login, CancellationToken ct)
    {
        await RunAsync(owner, $"ALTER ROLE {Quote(found.LoginName)} {login.PasswordClause}", ct);
        logger.PasswordSet(found.LoginName);
    }

    /// <summary>In one transaction, so that nobody meets a role that has lost a right and not yet got the next.</summary>
    private async Task GrantAsync(NpgsqlConnection owner, CancellationToken ct)
    {
        var statements = await DifferencesAsync(owner, ct);
        if (statements.Count == 0)
            return;
        await using var transaction = await owner.BeginTransactionAsync(ct);
        foreach (var statement in statements)
            await RunAsync(owner, statement, ct);
        await transaction.CommitAsync(ct);
        logger.RightsChanged(role, statements.Count);
        // Of what somebody else gave, or owns, PostgreSQL takes nothing away, and says so in a warning only.
        foreach (var left in await DifferencesAsync(owner, ct))
            logger.RightsDiffer(role, left);
    }

    private async Task<Found> FindAsync(NpgsqlConnection owner, Login login, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(ApplicationRoleSql.Find, owner).WithText(role).WithText(login.Name);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return new Found(
            reader.GetBoolean(0),
            reader.GetBoolean(1),
            reader.GetBoolean(2),
            reader.GetBoolean(3),
            reader.GetBoolean(4),
            reader.GetString(5)
        );
    }

    private async Task<List<string>> DifferencesAsync(NpgsqlConnection owner, CancellationToken ct)
    {
        var rights = ApplicationRights.All.ToArray();
        await using var command = new NpgsqlCommand(ApplicationRoleSql.Differences, owner)
            .WithText(role)
            .With(rights.Select(right => right.Class).ToArray())
            .With(rights.Select(right => right.Object).ToArray())
            .With(rights.Select(right => right.Right).ToArray());
        await using var reader = await command.ExecuteReaderAsync(ct);
        List<string> statements = [];
        while (await reader.ReadAsync(ct))
            statements.Add(reader.GetString(0));
        return statements;
    }

    /// <summary>What somebody who may make roles has to do instead.</summary>
    private string Instructions(Found found, Login login)
    {
        List<string> statements = [];
        if (!found.IsThere)
            statements.Add($"CREATE ROLE {Quote(role)} NOLOGIN;");
        if (!login.IsOwner && !found.HasLogin)
            statements.Add($"CREATE ROLE {Quote(found.LoginName)} LOGIN PASSWORD '...the one in APP_DB__URL...';");
        else if (found.CanBecome)
            statements.Add($"ALTER ROLE {Quote(found.LoginName)} PASSWORD '...the one in APP_DB__URL...';");
        if (!found.CanBecome)
            statements.Add($"GRANT {Quote(role)} TO {Quote(found.LoginName)};");
        return $"The owner of the database may not make or grant roles. Let an administrator run this, then run apply again:\n  {string.Join("\n  ", statements)}";
    }

    private static async Task RunAsync(NpgsqlConnection owner, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, owner);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static bool IsRace(PostgresException exception) =>
        exception.SqlState
            is PostgresErrorCodes.DuplicateObject
                or PostgresErrorCodes.UniqueViolation
                or PostgresErrorCodes.DeadlockDetected
                or InternalError;

    private static string Quote(string name) => new NpgsqlCommandBuilder().QuoteIdentifier(name);

    private sealed record Found(
        bool IsThere,
        bool IsMore,
        bool HasLogin,
        bool IsPlainLogin,
        bool CanBecome,
        string LoginName
    );
}
