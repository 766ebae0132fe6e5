using System.Security.Cryptography;
using System.Text;
using Enterprise.Application.Sessions;
using Npgsql;

namespace Enterprise.Benchmarks;

/// <summary>
/// Clients that refresh as fast as they are answered, each on a thread and a connection of its own, from an address of its own,
/// so that no two wait for the same row. While they run they allocate nothing: what is allocated is the server's.
/// </summary>
internal sealed class RefreshLoad
{
    private const string Seed = """
        WITH wanted AS (
            SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bytea[]) AS w (user_id, id, salt)
        ), accounts AS (
            INSERT INTO users (id, email, normalized_email, user_name, normalized_user_name, password_hash,
                security_stamp, concurrency_stamp, created_at, updated_at, email_confirmed, two_factor_enabled)
            SELECT user_id, user_id, user_id, user_id, user_id, 'none', 'none', 'none', now(), now(), false, false FROM wanted
        ), held AS (
            INSERT INTO user_roles (user_id, role_id)
            SELECT user_id, roles.id FROM wanted, roles WHERE normalized_name = 'USER'
        )
        INSERT INTO sessions (id, user_id, salt, generation, created_at, last_used_at, idle_expires_at, absolute_expires_at)
        SELECT id, user_id, salt, 1, now(), now(), now() + interval '7 days', now() + interval '30 days' FROM wanted
        """;

    private readonly Dictionary<string, Client[]> series;

    private RefreshLoad(Dictionary<string, Client[]> series) => this.series = series;

    public int Clients => series.Values.First().Length;

    /// <summary>Two series of clients, with all tokens that they will ever present.</summary>
    public static async Task<RefreshLoad> NewAsync(
        NpgsqlDataSource database,
        RefreshTokens tokens,
        int clients,
        int most
    )
    {
        Dictionary<string, Client[]> series = [];
        foreach (var name in (string[])["program", "bare handler"])
        {
            var first = Enumerable.Range(0, clients).Select(_ => NewToken()).ToArray();
            await using var command = database.CreateCommand(Seed);
            command.Parameters.Add(new NpgsqlParameter { Value = first.Select(_ => NewId()).ToArray() });
            command.Parameters.Add(new NpgsqlParameter { Value = first.Select(token => token.SessionId).ToArray() });
            command.Parameters.Add(new NpgsqlParameter { Value = first.Select(token => token.Salt).ToArray() });
            await command.ExecuteNonQueryAsync();
            series[name] = [.. first.Select((token, i) => new Client(i, Derive(tokens, token, most)))];
        }
        return new RefreshLoad(series);
    }

    /// <summary>Lets each client of a series refresh so many times, and waits for the last.</summary>
    public void Run(string name, int port, int perClient)
    {
        var threads = series[name].Select(client => new Thread(() => client.Run(port, perClient))).ToArray();
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();
        if (Array.Find(series[name], client => client.Fault is not null) is { } failed)
            throw new InvalidOperationException(failed.Fault);
    }

    private static byte[][] Derive(RefreshTokens tokens, RefreshToken first, int most) =>
        [
            .. Enumerable
                .Range(first.Generation, most)
                .Select(generation =>
                    Encoding.ASCII.GetBytes(tokens.Write(first with { Generation = generation }).Reveal())
                ),
        ];

    private static RefreshToken NewToken() =>
        new(NewId(), RefreshToken.FirstGeneration, RandomNumberGenerator.GetBytes(RefreshToken.SaltBytes));

    private static Guid NewId() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow());

    private sealed class Client(int number, byte[][] tokens)
    {
        private static readonly byte[] Head = Encoding.ASCII.GetBytes(
            $"POST /v1/auth/refresh HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {RefreshTokens.Length + 20}\r\n\r\n{{\"refresh_token\":\""
        );

        private readonly byte[] request = [.. Head, .. new byte[RefreshTokens.Length], .. "\"}"u8];
        private int used;

        public string? Fault { get; private set; }

        public void Run(int port, int count)
        {
            using var connection = new RawConnection(number, port);
            for (var i = 0; i < count; i++)
            {
                tokens[used++].CopyTo(request, Head.Length);
                var answer = connection.Exchange(request);
                if (!answer.StartsWith("HTTP/1.1 200"u8))
                {
                    Fault = Encoding.ASCII.GetString(answer);
                    return;
                }
            }
        }
    }
}
