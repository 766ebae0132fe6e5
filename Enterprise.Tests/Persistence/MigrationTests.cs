using Enterprise.Persistence.Database;
using Enterprise.Tests.Support;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Enterprise.Tests.Persistence;

internal sealed class MigrationTests
{
    private const string WaitingAndHistory = """
        SELECT concat(count(*) FILTER (WHERE NOT granted), ' ',
            count(*) FILTER (WHERE relation = '"__EFMigrationsHistory"'::regclass AND mode = 'AccessExclusiveLock'))
        FROM pg_locks
        """;

    [Test]
    public async Task Eight_instances_that_start_at_once_on_an_empty_database_apply_each_migration_once()
    {
        await using var database = await TestDatabase.CreateEmptyAsync();

        var applied = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ApplyAsync(database.ConnectionString)));

        Assert.That(applied.SelectMany(ids => ids), Is.EqualTo(applied.Single(ids => ids.Count > 0)));
        Assert.That(
            await database.ReadAsync<bool>(
                "SELECT has_database_privilege('enterprise_application', current_database(), 'TEMPORARY')"
            ),
            Is.False,
            "Whoever can make tables, be it temporary ones, can mislead."
        );
    }

    [Test]
    public async Task A_table_in_use_is_waited_for_without_keeping_everybody_else_waiting()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var services = TestDatabase.Compose(database.ConnectionString);
        var owner = services.GetRequiredService<OwnerDatabase>();
        await using (var connection = await owner.OpenAsync(default))
        await using (var context = owner.On(connection))
            await context.GetService<IMigrator>().MigrateAsync("20261122140712_Administration");
        await using var user = new NpgsqlConnection(database.ConnectionString);
        await user.OpenAsync();
        var use = await user.BeginTransactionAsync();
        await new NpgsqlCommand("SELECT count(*) FROM login_attempts", user).ExecuteScalarAsync();

        var applying = services.GetRequiredService<SchemaMigrator>().ApplyAsync(default);
        var locked = await Eventually.Async(
            () => database.ReadAsync<string>(WaitingAndHistory),
            waiting => !waiting!.StartsWith("0 ", StringComparison.Ordinal)
        );

        Assert.That(
            locked,
            Does.EndWith(" 0"),
            "Every instance that serves reads the history, and would not be ready."
        );
        Assert.That(await database.ReadAsync<long>("SELECT count(*) FROM login_attempts"), Is.Zero, "Let through.");
        Assert.That(applying.IsCompleted, Is.False);
        await use.CommitAsync();
        Assert.That(await applying, Has.Some.EqualTo(SchemaVersion.All[^1]));
    }

    [Test]
    public async Task Who_waits_for_another_one_that_applies_keeps_no_index_waiting()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var services = TestDatabase.Compose(database.ConnectionString);
        await using var other = new NpgsqlConnection(database.ConnectionString);
        await other.OpenAsync();
        await RunAsync(other, $"SELECT pg_advisory_lock({SchemaMigrator.LockKey})");
        var waiting = services.GetRequiredService<SchemaMigrator>().ApplyAsync(default);
        await Eventually.Async(
            () =>
                database.ReadAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_try_advisory%'"),
            asked => asked > 1
        );

        await RunAsync(other, "CREATE INDEX CONCURRENTLY ix_beside ON users (created_at)");
        Assert.That(waiting.IsCompleted, Is.False);
        await RunAsync(other, $"SELECT pg_advisory_unlock({SchemaMigrator.LockKey})");

        Assert.That(await waiting.WaitAsync(Wait.Bound), Is.Empty);
    }

    [Test]
    public async Task There_is_a_way_back_to_nothing_and_forth_again()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var services = TestDatabase.Compose(database.ConnectionString);
        var owner = services.GetRequiredService<OwnerDatabase>();
        await using var connection = await owner.OpenAsync(default);
        await using var context = owner.On(connection);

        await context.GetService<IMigrator>().MigrateAsync(Migration.InitialDatabase);
        var tables = await database.ReadAsync<long>(
            "SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tablename <> '__EFMigrationsHistory'"
        );
        var applied = await services.GetRequiredService<SchemaMigrator>().ApplyAsync(default);

        Assert.Multiple(() =>
        {
            Assert.That(tables, Is.Zero);
            Assert.That(applied, Is.Not.Empty);
            Assert.That(applied[^1], Is.EqualTo(SchemaVersion.All[^1]));
        });
    }

    private static async Task<IReadOnlyList<string>> ApplyAsync(string connectionString)
    {
        await using var services = TestDatabase.Compose(connectionString);
        return await services.GetRequiredService<SchemaMigrator>().ApplyAsync(default);
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
