using Npgsql;

namespace Enterprise.Migrations.Local;

/// <summary>How to get in. A class, because a record would print the password.</summary>
internal sealed class ServerLogin(int port, string password)
{
    public const string User = "postgres";

    private const int SecondsToConnect = 3;

    public string UrlOf(string database) =>
        FormattableString.Invariant($"postgres://{User}:{password}@127.0.0.1:{port}/{Uri.EscapeDataString(database)}");

    public string ConnectionStringOf(string database) => Builder(database).ConnectionString;

    /// <summary>False: not yet, or not any more.</summary>
    public async Task<bool> IsAnsweredAsync(CancellationToken ct)
    {
        try
        {
            await using var connection = await OpenAsync(User, ct);
            return true;
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InvalidPassword)
        {
            throw new LocalServerException(
                "The server does not know its own password: run 'local reset' and start again.",
                e
            );
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    public async Task MakeDatabaseAsync(string database, CancellationToken ct)
    {
        try
        {
            await using var connection = await OpenAsync(User, ct);
            await using var command = connection.CreateCommand();
            command.CommandText = "select 1 from pg_database where datname = $1";
            command.Parameters.Add(new NpgsqlParameter { Value = database });
            if (await command.ExecuteScalarAsync(ct) is not null)
                return;
            // Only one start at a time is here: the folder's lock is held.
            command.Parameters.Clear();
            command.CommandText = $"create database {new NpgsqlCommandBuilder().QuoteIdentifier(database)}";
            await command.ExecuteNonQueryAsync(ct);
        }
        catch (NpgsqlException e)
        {
            throw new LocalServerException(
                $"The server has no database '{database}', and it cannot be made: {e.Message}",
                e
            );
        }
    }

    private async Task<NpgsqlConnection> OpenAsync(string database, CancellationToken ct)
    {
        var builder = Builder(database);
        builder.Pooling = false;
        builder.Timeout = SecondsToConnect;
        var connection = new NpgsqlConnection(builder.ConnectionString);
        try
        {
            await connection.OpenAsync(ct);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private NpgsqlConnectionStringBuilder Builder(string database) =>
        new()
        {
            Host = "127.0.0.1",
            Port = port,
            Username = User,
            Password = password,
            Database = database,
        };
}
