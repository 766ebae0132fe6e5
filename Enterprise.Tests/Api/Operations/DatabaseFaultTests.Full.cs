using Enterprise.Tests.Support;
using Npgsql;

namespace Enterprise.Tests.Api.Operations;

/// <summary>A server whose connections others have taken.</summary>
internal sealed partial class DatabaseFaultTests
{
    [Test]
    public async Task A_server_without_a_connection_to_spare()
    {
        List<NpgsqlConnection> taken = [];
        try
        {
            await using (new FaultClients(Askers, AskAsync))
            {
                await TakeAllAsync(taken);
                // What the program holds goes, and whoever is faster has what it held: until the program has none.
                var answer = await Eventually.Async(
                    async () =>
                    {
                        await KillBackendsAsync(taken[0]);
                        await TakeAllAsync(taken);
                        return await AskAsync();
                    },
                    answer => answer.Status == 503
                );
                Assert.That(answer.Outcome(), Is.EqualTo((503, "database.unavailable", "1")));
            }
        }
        finally
        {
            foreach (var connection in taken)
                await connection.DisposeAsync();
        }
        await IsWellAsync();
    }

    [Test]
    public async Task A_server_that_is_full_when_the_probe_has_lost_its_connection()
    {
        List<NpgsqlConnection> taken = [];
        try
        {
            await TakeAllAsync(taken);
            // What it asks last tells it from the pool.
            await ExecuteAsync(
                taken[0],
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%__EFMigrationsHistory%MigrationId\" = $1'"
            );
            await TakeAllAsync(taken);

            for (var i = 0; i < 40; i++)
            {
                Assert.That((await AskAsync()).Status, Is.EqualTo(200), "The pool has connections.");
                await Task.Delay(50);
            }
        }
        finally
        {
            foreach (var connection in taken)
                await connection.DisposeAsync();
        }
        await IsWellAsync();
    }

    private async Task TakeAllAsync(List<NpgsqlConnection> taken)
    {
        var settings = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Pooling = false };
        while (true)
        {
            var connection = new NpgsqlConnection(settings.ConnectionString);
            try
            {
                await connection.OpenAsync();
                taken.Add(connection);
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.TooManyConnections)
            {
                await connection.DisposeAsync();
                return;
            }
        }
    }

    private static Task KillBackendsAsync(NpgsqlConnection connection) =>
        ExecuteAsync(
            connection,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'enterprise-api%'"
        );
}
