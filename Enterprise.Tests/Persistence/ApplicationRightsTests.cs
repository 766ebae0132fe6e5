using Enterprise.Persistence.Database;
using Enterprise.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Enterprise.Tests.Persistence;

/// <summary>What the program may do in its database, and what not even the owner may. The whole suite shows that it is enough.</summary>
internal sealed class ApplicationRightsTests : ApiFixture
{
    private const string Role = "enterprise_application";

    [Test]
    public async Task On_every_connection_the_program_acts_as_its_role_whoever_it_signed_in_as()
    {
        var options = Host.Services.GetRequiredService<IOptions<DatabaseOptions>>().Value;
        NpgsqlDataSource[] sources =
        [
            DataSources.Create(options, NullLoggerFactory.Instance),
            DataSources.CreateForProbe(options, NullLoggerFactory.Instance),
            DataSources.CreateForFeed(options, NullLoggerFactory.Instance),
        ];
        foreach (var source in sources)
        {
            await using (source)
            {
                Assert.That(await AskAsync(source, "SELECT current_user::text"), Is.EqualTo(Role));
                Assert.That(await AskAsync(source, "SELECT current_user::text"), Is.EqualTo(Role), "From the pool.");
                await using var connection = source.CreateConnection();
                Assert.That(OpenAndAsk(connection), Is.EqualTo(Role), "Opened without waiting.");
            }
        }
        Assert.That(await Database.ReadAsync<string>("SELECT current_user::text"), Is.Not.EqualTo(Role));
    }

    [TestCase("UPDATE audit_entries SET outcome = 'succeeded'")]
    [TestCase("DELETE FROM audit_entries")]
    [TestCase("TRUNCATE audit_entries")]
    [TestCase("SELECT 1 FROM audit_entries FOR UPDATE")]
    [TestCase("INSERT INTO audit_entries (id) SELECT NULL ON CONFLICT (at, id) DO UPDATE SET outcome = 'x'")]
    [TestCase("UPDATE audit_entries_first SET outcome = 'succeeded'")]
    [TestCase("DELETE FROM audit_entries_first")]
    [TestCase("TRUNCATE audit_entries_first")]
    [TestCase("INSERT INTO audit_entries_default SELECT * FROM audit_entries")]
    [TestCase("DELETE FROM audit_entries_default")]
    [TestCase("ALTER TABLE audit_entries DETACH PARTITION audit_entries_first")]
    [TestCase("ALTER TABLE audit_entries DISABLE TRIGGER ALL")]
    [TestCase("SET session_replication_role = replica")]
    [TestCase("DROP TABLE login_attempts")]
    [TestCase("DROP FUNCTION make_audit_partitions()")]
    [TestCase("TRUNCATE sessions")]
    [TestCase("ALTER TABLE users ADD COLUMN extra text")]
    [TestCase("CREATE TABLE extra (id int)")]
    [TestCase("CREATE FUNCTION extra() RETURNS int LANGUAGE sql AS 'SELECT 1'")]
    [TestCase("CREATE SCHEMA extra")]
    [TestCase("CREATE ROLE extra")]
    [TestCase("SELECT * FROM user_tokens")]
    [TestCase("SELECT * FROM user_passkeys")]
    [TestCase("INSERT INTO user_claims (user_id) SELECT id FROM users")]
    [TestCase("INSERT INTO \"__EFMigrationsHistory\" VALUES ('x', 'x')")]
    [TestCase("SELECT rolpassword FROM pg_authid")]
    public async Task The_program_may_not(string sql)
    {
        var source = Host.Services.GetRequiredService<NpgsqlDataSource>();

        var refused = await Assert.ThrowsAsync<PostgresException>(() => AskAsync(source, sql));

        Assert.That(refused!.SqlState, Is.EqualTo(PostgresErrorCodes.InsufficientPrivilege), refused.MessageText);
    }

    [TestCase("UPDATE audit_entries SET outcome = 'succeeded'")]
    [TestCase("DELETE FROM audit_entries")]
    [TestCase("TRUNCATE audit_entries")]
    [TestCase("UPDATE audit_entries_first SET outcome = 'succeeded'")]
    [TestCase("DELETE FROM audit_entries_first")]
    [TestCase("TRUNCATE audit_entries_first")]
    [TestCase("TRUNCATE audit_entries_default")]
    public async Task Not_even_the_owner_changes_the_trail(string sql)
    {
        await NewAccountAsync();

        var refused = await Assert.ThrowsAsync<PostgresException>(() => Database.ReadAsync<object>(sql));

        Assert.That(refused!.MessageText, Is.EqualTo("The audit trail is append-only."));
    }

    [Test]
    public async Task Apply_takes_back_what_is_beyond_and_gives_what_is_missing()
    {
        await Database.ReadAsync<object>(
            $"""
            GRANT UPDATE, TRUNCATE ON audit_entries TO {Role};
            GRANT DELETE ON audit_entries_first TO {Role};
            GRANT SELECT (value) ON user_tokens TO {Role};
            GRANT CREATE ON SCHEMA public TO {Role};
            GRANT CREATE ON SCHEMA public TO PUBLIC;
            REVOKE SELECT, DELETE ON login_attempts FROM {Role};
            REVOKE EXECUTE ON FUNCTION role_id_of(text) FROM {Role};
            """
        );
        Assert.That(await MayAsync("audit_entries", "UPDATE"), Is.True, "The test's own grant.");

        for (var round = 0; round < 2; round++)
            await ApplyAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await MayAsync("audit_entries", "UPDATE, DELETE, TRUNCATE"), Is.False);
            Assert.That(await MayAsync("audit_entries_first", "DELETE"), Is.False);
            Assert.That(await MayAsync("audit_entries", "SELECT"), Is.True);
            Assert.That(await MayAsync("login_attempts", "SELECT"), Is.True);
            Assert.That(await MayAsync("login_attempts", "DELETE"), Is.True);
            Assert.That(
                await Database.ReadAsync<bool>($"SELECT has_any_column_privilege('{Role}', 'user_tokens', 'SELECT')"),
                Is.False
            );
            Assert.That(
                await Database.ReadAsync<bool>($"SELECT has_schema_privilege('{Role}', 'public', 'CREATE')"),
                Is.False
            );
        }
    }

    [Test]
    public async Task Where_all_is_well_apply_writes_nothing()
    {
        const string State =
            "SELECT string_agg(relname || xmin || coalesce(relacl::text, ''), ',' ORDER BY oid) FROM pg_class";
        await ApplyAsync();
        var before = await Database.ReadAsync<string>(State);

        await ApplyAsync();

        Assert.That(await Database.ReadAsync<string>(State), Is.EqualTo(before));
    }

    private async Task ApplyAsync()
    {
        await using var services = TestDatabase.Compose(Database.ConnectionString);
        await services.GetRequiredService<SchemaMigrator>().ApplyAsync(default);
    }

    private Task<bool> MayAsync(string table, string rights) =>
        Database.ReadAsync<bool>($"SELECT has_table_privilege('{Role}', '{table}', '{rights}')");

    private static async Task<object?> AskAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    private static object? OpenAndAsk(NpgsqlConnection connection)
    {
        connection.Open();
        using var command = new NpgsqlCommand("SELECT current_user::text", connection);
        return command.ExecuteScalar();
    }
}
