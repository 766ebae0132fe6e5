using Enterprise.Migrations;
using Enterprise.Tests.Support;
using Npgsql;

namespace Enterprise.Tests.Deploy.Upgrades;

/// <summary>A program on a schema that is ahead of it: the older of two versions, and the way back after an upgrade.</summary>
internal sealed class NewerSchemaTests : ApiFixture
{
    private const string History =
        """INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion") VALUES ('29990101000000_Later', '99.0.0')""";

    [Test]
    public async Task An_older_program_is_ready_and_works_on_what_a_newer_one_has_added()
    {
        await using var database = await TestDatabase.CreateAsync();
        await Expansion.ApplyAsync(
            database,
            migration =>
            {
                migration.AddColumn<string>("nickname", "users", maxLength: 64, nullable: true);
                migration.AddColumn<int>("visits", "sessions", nullable: false, defaultValue: 0);
                migration.CreateTable(
                    "notes",
                    table => new { id = table.Column<Guid>() },
                    constraints: table => table.PrimaryKey("pk_notes", note => note.id)
                );
                migration.Sql(History);
            }
        );
        await using var host = new ApiHost(database.ConnectionString);
        using var client = host.CreateClient();

        var ready = await Eventually.StartedAsync(
            () => client.SendAsync(HttpMethod.Get, "/ready"),
            answer => answer.Status == 200
        );
        var email = Fresh.Email();
        var registered = await client.SendAsync(
            HttpMethod.Post,
            "/v1/auth/register",
            JsonContent.Of(new { email, password = GoodPassword })
        );
        var login = await client.SendAsync(
            HttpMethod.Post,
            "/v1/auth/login",
            JsonContent.Of(new { email, password = GoodPassword })
        );
        var pair = await client.PairAsync(login.Pair().Refresh);

        Assert.That(
            (ready.Status, registered.Status, login.Status, await client.MeAsync(pair.Access)),
            Is.EqualTo((200, 201, 200, 200))
        );
    }

    [Test]
    public async Task An_index_is_made_in_one_go_while_a_transaction_is_open_for_longer_than_a_lock_is_waited_for()
    {
        await using var database = await TestDatabase.CreateAsync();
        await new SessionForge(database).NewAsync(50);
        await using var other = new NpgsqlConnection(database.ConnectionString);
        await other.OpenAsync();
        await using var open = await other.BeginTransactionAsync();
        await new NpgsqlCommand("UPDATE users SET name = name", other).ExecuteNonQueryAsync();

        var making = Expansion.ApplyAsync(
            database,
            migration => migration.CreateIndexWhileInUse("ix_users_created_at", "users (created_at)")
        );
        await Task.WhenAny(making, Task.Delay(TimeSpan.FromSeconds(3)));
        Assert.That(making.IsCompleted, Is.False, "It waits for what was begun before it.");
        Assert.That(
            await database.ReadAsync<long>(
                "WITH c AS (UPDATE sessions SET reason = reason RETURNING 1) SELECT count(*) FROM c"
            ),
            Is.EqualTo(50),
            "Nobody waits for it."
        );
        await open.CommitAsync();
        await making.WaitAsync(Wait.Bound);

        Assert.That(await IsValidAsync(database), Is.True);
    }

    [Test]
    public async Task What_an_attempt_that_failed_has_left_of_an_index_is_replaced()
    {
        await using var database = await TestDatabase.CreateAsync();
        await new SessionForge(database).NewAsync(2);
        await database.ReadAsync<object>("UPDATE users SET name = 'the same'");
        Assert.That(
            async () =>
                await Expansion.ApplyAsync(
                    database,
                    migration => migration.CreateIndexWhileInUse("ix_users_created_at", "users (name)", isUnique: true)
                ),
            Throws.InstanceOf<PostgresException>()
        );
        Assert.That(await IsValidAsync(database), Is.False, "PostgreSQL leaves it, and uses it for nothing.");

        await Expansion.ApplyAsync(
            database,
            migration => migration.CreateIndexWhileInUse("ix_users_created_at", "users (name)")
        );

        Assert.That(await IsValidAsync(database), Is.True);
    }

    private static Task<bool> IsValidAsync(TestDatabase database) =>
        database.ReadAsync<bool>("SELECT indisvalid FROM pg_index WHERE indexrelid = 'ix_users_created_at'::regclass");
}
