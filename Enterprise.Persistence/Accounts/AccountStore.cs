using Enterprise.Application;
using Enterprise.Application.Abstractions;
using Enterprise.Application.Accounts;
using Enterprise.Domain.Accounts;
using Enterprise.Domain.Audit;
using Enterprise.Domain.Common;
using Enterprise.Persistence.Audit;
using Enterprise.Persistence.Database;
using Enterprise.Persistence.Roles;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Enterprise.Persistence.Accounts;

internal sealed class AccountStore(
    IDbContextFactory<EnterpriseDbContext> contexts,
    NpgsqlDataSource source,
    ILookupNormalizer normalizer,
    TimeProvider time
) : IAccountStore
{
    private const string FindSql = $"""
        SELECT u.email, u.name, u.created_at, {RoleSql.RolesAndPermissionsOfUser}
        FROM users u WHERE u.id = $1
        """;

    /// <summary>$1 normalised address, $2 audit id, $3 address, $4 user agent, $5 request id.</summary>
    private const string RefuseTakenSql = $"""
        {AuditSql.Insert}
        SELECT $2, now(), '{AuditAction.Register}', '{AuditOutcome.EmailTaken}', NULL, NULL, $3, $4, $5
        WHERE EXISTS (SELECT FROM users WHERE normalized_email = $1)
        """;

    public async Task<bool> RefuseTakenAsync(EmailAddress email, RequestOrigin origin, CancellationToken ct)
    {
        await using var command = source
            .CreateCommand(RefuseTakenSql)
            .WithText(normalizer.NormalizeEmail(email.Value))
            .With(Guid.CreateVersion7(time.GetUtcNow()))
            .WithOrigin(origin);
        return await Retry.OnceAsync(() => command.ExecuteNonQueryAsync(ct)) > 0;
    }

    public Task<Result<Unit>> RegisterAsync(NewAccount account, RequestOrigin origin, CancellationToken ct) =>
        Retry.OnceAsync(() => StoreAsync(account, origin, ct));

    private async Task<Result<Unit>> StoreAsync(NewAccount account, RequestOrigin origin, CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        using var users = new UserStore<UserRow, RoleRow, EnterpriseDbContext, Guid>(context)
        {
            AutoSaveChanges = false,
        };
        var row = ToRow(account);
        await users.CreateAsync(row, ct);
        foreach (var role in account.Roles)
            await users.AddToRoleAsync(row, normalizer.NormalizeName(role), ct);
        context.AuditEntries.Add(Entry(account.AuditAction, AuditOutcome.Succeeded, account.Id, origin));
        try
        {
            // Not tied to the client from here on: what is being committed is either made and audited, or neither.
            await context.SaveChangesAsync(CancellationToken.None);
            return default(Unit);
        }
        catch (DbUpdateException exception) when (IsTaken(exception))
        {
            context.ChangeTracker.Clear();
            context.AuditEntries.Add(Entry(account.AuditAction, AuditOutcome.EmailTaken, null, origin));
            await context.SaveChangesAsync(CancellationToken.None);
            return AccountFailures.EmailTaken;
        }
    }

    public async Task<AccountDetails?> FindAsync(Guid userId, CancellationToken ct)
    {
        await using var command = source.CreateCommand(FindSql).With(userId);
        await using var reader = await Retry.OnceAsync(() => command.ExecuteReaderAsync(ct));
        if (!await reader.ReadAsync(ct))
            return null;
        return new AccountDetails(
            userId,
            reader.GetString(0),
            reader.IsDBNull(1) ? null : reader.GetString(1),
            reader.GetFieldValue<string[]>(3),
            reader.GetFieldValue<string[]>(4),
            reader.GetFieldValue<DateTimeOffset>(2)
        );
    }

    private UserRow ToRow(NewAccount account)
    {
        var now = time.GetUtcNow();
        return new UserRow
        {
            Id = account.Id,
            Email = account.Email.Value,
            NormalizedEmail = normalizer.NormalizeEmail(account.Email.Value),
            UserName = account.Email.Value,
            NormalizedUserName = normalizer.NormalizeName(account.Email.Value),
            Name = account.Name?.Value,
            PasswordHash = account.PasswordHash,
            SecurityStamp = Stamp.New(),
            ConcurrencyStamp = Stamp.New(),
            CreatedAt = now,
            UpdatedAt = now,
        };
    }

    private AuditEntryRow Entry(string action, string outcome, Guid? userId, RequestOrigin origin) =>
        new()
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()),
            Action = action,
            Outcome = outcome,
            ActorId = userId,
            SubjectId = userId,
            Address = origin.Address,
            UserAgent = origin.UserAgent,
            RequestId = origin.RequestId,
        };

    private static bool IsTaken(DbUpdateException exception) =>
        DatabaseExceptions.Cause(exception)
            is PostgresException
            {
                SqlState: PostgresErrorCodes.UniqueViolation,
                ConstraintName: UserConfiguration.EmailIndex or UserConfiguration.UserNameIndex
            };
}
