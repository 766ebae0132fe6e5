using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Migrations.Internal;

namespace Enterprise.Persistence.Database;

/// <summary>
/// The history of migrations, without the driver's lock on it: that would keep everybody from reading which migrations there are for as long as one
/// takes, and every running instance asks that to know whether it is ready. Only one applies at a time all the same (<see cref="SchemaMigrator"/>).
/// </summary>
#pragma warning disable EF1001 // There is no public way to leave out the lock; a test finds the day on which this one is gone.
internal sealed class UnlockedHistory(HistoryRepositoryDependencies dependencies)
    : NpgsqlHistoryRepository(dependencies)
#pragma warning restore EF1001
{
    public override LockReleaseBehavior LockReleaseBehavior => LockReleaseBehavior.Explicit;

    public override IMigrationsDatabaseLock AcquireDatabaseLock() => new NoLock(this);

    public override Task<IMigrationsDatabaseLock> AcquireDatabaseLockAsync(
        CancellationToken cancellationToken = default
    ) => Task.FromResult(AcquireDatabaseLock());

    private sealed class NoLock(IHistoryRepository history) : IMigrationsDatabaseLock
    {
        public IHistoryRepository HistoryRepository => history;

        public void Dispose() { }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
