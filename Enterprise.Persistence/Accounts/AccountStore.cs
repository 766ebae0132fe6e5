using Enterprise.Application;
using Enterprise.Application.Abstractions;
using Enterprise.Application.Accounts;
using Enterprise.Application.Audit;
using Enterprise.Application.Sessions;
using Enterprise.Domain.Accounts;
using Enterprise.Domain.Audit;
using Enterprise.Domain.Common;
using Enterprise.Persistence.Audit;
using Enterprise.Persistence.Database;
using Enterprise.Persistence.Roles;
using Enterprise.Persistence.Sessions;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using LockoutOptions = Enterprise.Application.Sessions.LockoutOptions;

namespace Enterprise.Persistence.Accounts;

internal sealed class AccountStore(
    IDbContextFactory<EnterpriseDbContext> contexts,
    NpgsqlDataSource source,
    DatabaseGate database,
    ILookupNormalizer normalizer,
    AuditMetrics audit,
    IOptions<LockoutOptions> lockout,
    TimeProvider time
) : IAccountStore
{
    public Task<bool> RefuseTakenAsync(EmailAddress email, RequestOrigin origin, CancellationToken ct) =>
        database.OnceAsync(
            async token =>
            {
                await using var command = source
                    .CreateCommand(AccountSql.RefuseTaken)
                    .WithText(normalizer.NormalizeEmail(email.Value))
                    .With(NewId())
                    .WithOrigin(origin);
                var refused = await command.ExecuteNonQueryAsync(token);
                audit.Wrote(AuditAction.Register, AuditOutcome.EmailTaken, refused);
                return refused > 0;
            },
            ct
        );

    public Task<Result<Unit>> RegisterAsync(NewAccount account, RequestOrigin origin, CancellationToken ct) =>
        // The first one in a process that has just begun makes what EF Core needs.
        database.OnceAsync(token => StoreAsync(account, origin, token), ct, database.LongWait);

    private async Task<Result<Unit>> StoreAsync(NewAccount account, RequestOrigin origin, CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        await AddAsync(context, account, origin, ct);
        try
        {
            // Not tied to the client from here on: what is being committed is either made and audited, or neither.
            await context.SaveChangesAsync(CancellationToken.None);
            audit.Wrote(account.AuditAction, AuditOutcome.Succeeded);
            return default(Unit);
        }
        catch (DbUpdateException exception) when (IsTaken(exception))
        {
            context.ChangeTracker.Clear();
            context.AuditEntries.Add(Entry(account.AuditAction, AuditOutcome.EmailTaken, null, origin));
            await context.SaveChangesAsync(CancellationToken.None);
            audit.Wrote(account.AuditAction, AuditOutcome.EmailTaken);
            return AccountFailures.EmailTaken;
        }
    }

    /// <summary>Everything of <see cref="RegisterAsync"/>, and then nothing of it: the first time takes EF Core several times as long.</summary>
    internal async Task RehearseAsync(NewAccount account, RequestOrigin origin, CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await context.Database.BeginTransactionAsync(ct);
        await AddAsync(context, account, origin, ct);
        await context.SaveChangesAsync(ct);
        await transaction.RollbackAsync(ct);
    }

    private async Task AddAsync(
        EnterpriseDbContext context,
        NewAccount account,
        RequestOrigin origin,
        CancellationToken ct
    )
    {
        using var users = new UserStore<UserRow, RoleRow, EnterpriseDbContext, Guid>(context)
        {
            AutoSaveChanges = false,
        };
        var row = ToRow(account);
        await users.CreateAsync(row, ct);
        foreach (var role in account.Roles)
            await users.AddToRoleAsync(row, normalizer.NormalizeName(role), ct);
        context.AuditEntries.Add(Entry(account.AuditAction, AuditOutcome.Succeeded, account.Id, origin));
    }

    public Task<AccountDetails?> FindAsync(Guid userId, CancellationToken ct) =>
        database.IdempotentAsync(
            async token =>
            {
                await using var command = source.CreateCommand(AccountSql.Find).With(userId);
                await using var reader = await command.ExecuteReaderAsync(token);
                return await reader.ReadAsync(token) ? ReadDetails(reader) : null;
            },
            ct
        );

    public Task<Result<AccountDetails>> ChangeNameAsync(
        Guid userId,
        PersonName name,
        IfMatch ifMatch,
        RequestOrigin origin,
        CancellationToken ct
    ) =>
        database.OnceAsync<Result<AccountDetails>>(
            async token =>
            {
                await using var batch = source.CreateBatch();
                batch.Add(SessionSql.LockUser).With(userId);
                batch
                    .Add(AccountSql.ChangeName)
                    .With(userId)
                    .WithText(name.Value)
                    .With(ifMatch.IsAny)
                    .With(ifMatch.Tags.ToArray())
                    .WithText(Stamp.New())
                    .With(NewId())
                    .WithOrigin(origin);
                await using var reader = await batch.ExecuteReaderAsync(token);
                await reader.NextResultAsync(token);
                await reader.ReadAsync(token);
                if (reader.IsDBNull(0))
                    return reader.GetBoolean(AccountSql.IsThereColumn)
                        ? RequestFailures.PreconditionFailed
                        : AccountFailures.Gone;
                var changed = ReadDetails(reader);
                await reader.FinishAsync(token);
                audit.Wrote(AuditAction.ChangeName, AuditOutcome.Succeeded);
                return changed;
            },
            ct
        );

    public Task<IReadOnlyList<Guid>?> ChangePasswordAsync(
        NewPassword password,
        ProvedAccount proved,
        RequestOrigin origin,
        CancellationToken ct
    ) =>
        database.OnceAsync<IReadOnlyList<Guid>?>(
            async token =>
            {
                await using var batch = source.CreateBatch();
                batch.Add(SessionSql.LockUser).With(password.UserId);
                batch
                    .Add(AccountSql.ChangePassword)
                    .With(password.UserId)
                    .WithText(password.SecurityStamp)
                    .WithText(password.PasswordHash)
                    .WithText(Stamp.New())
                    .WithText(Stamp.New())
                    .With(password.SessionId)
                    .With(NewId())
                    .WithOrigin(origin)
                    .WithSuccess(proved, lockout.Value);
                await using var reader = await batch.ExecuteReaderAsync(token);
                // A deadlock in the second statement shows here, not before.
                await reader.NextResultAsync(token);
                await reader.ReadAsync(token);
                var ended = reader.GetBoolean(0) ? reader.GetFieldValue<Guid[]>(1) : null;
                await reader.FinishAsync(token);
                audit.Wrote(AuditAction.ChangePassword, ended is null ? AuditOutcome.Refused : AuditOutcome.Succeeded);
                return ended;
            },
            ct
        );

    private static AccountDetails ReadDetails(NpgsqlDataReader reader) =>
        new(
            reader.GetGuid(0),
            reader.GetString(1),
            reader.IsDBNull(2) ? null : reader.GetString(2),
            reader.GetFieldValue<string[]>(5),
            reader.GetFieldValue<string[]>(6),
            reader.GetFieldValue<DateTimeOffset>(3),
            reader.GetString(4)
        );

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
            Id = NewId(),
            Action = action,
            Outcome = outcome,
            ActorId = userId,
            SubjectId = userId,
            Address = origin.Address,
            UserAgent = origin.UserAgent,
            RequestId = origin.RequestId,
        };

    private Guid NewId() => Guid.CreateVersion7(time.GetUtcNow());

    private static bool IsTaken(DbUpdateException exception) =>
        DatabaseExceptions.Cause(exception)
            is PostgresException
            {
                SqlState: PostgresErrorCodes.UniqueViolation,
                ConstraintName: UserConfiguration.EmailIndex or UserConfiguration.UserNameIndex
            };
}
