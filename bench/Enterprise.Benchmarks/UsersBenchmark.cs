using System.Diagnostics;
using System.Text;
using Enterprise.Domain.Roles;
using Npgsql;

namespace Enterprise.Benchmarks;

/// <summary>
/// The list of people on a million of them against the same on ten thousand, and reading people against a bare Kestrel handler that
/// sends the same statements. All in this process and on one private PostgreSQL, in turns: compare the two, not machines.
/// </summary>
internal static class UsersBenchmark
{
    private const int Few = 10_000;
    private const int WarmUps = 5;

    public static async Task<int> RunAsync(string[] options)
    {
        var many = Lab.Option(options, "--people", 1_000_000);
        var rounds = Lab.Option(options, "--rounds", 10);
        await using var server = await Lab.StartServerAsync();
        var small = await StartAsync(server.ConnectionString, Few);
        var large = await StartAsync(server.ConnectionString, many);
        CompareLists(small, large, rounds, Lab.Option(options, "--requests", 20));
        await UsersLoad.CompareAsync(
            large,
            rounds,
            Lab.Option(options, "--clients", 8),
            Lab.Option(options, "--reads", 250)
        );
        return 0;
    }

    private static async Task<Side> StartAsync(string connectionString, int people)
    {
        var start = Stopwatch.GetTimestamp();
        var place = await People.MakeAsync(connectionString, people);
        await using var database = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(place) { CommandTimeout = 0 }
        );
        var questions = await UserQuestions.AllAsync(database, people);
        var anybody = await Lab.ReadAsync<Guid>(
            database,
            FormattableString.Invariant($"SELECT id FROM users ORDER BY id OFFSET {people / 2} LIMIT 1")
        );
        var side = new Side(
            place,
            await Lab.StartProgramAsync(place),
            questions,
            anybody,
            Lab.NewToken(Permissions.UsersRead)
        );
        Console.WriteLine(
            FormattableString.Invariant($"{people} people in {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s")
        );
        return side;
    }

    private static void CompareLists(Side small, Side large, int rounds, int requests)
    {
        using var ofSmall = new RawConnection(0, small.Port);
        using var ofLarge = new RawConnection(1, large.Port);
        var pairs = small
            .Questions.Zip(
                large.Questions,
                (few, many) =>
                    (
                        Few: new Series(few.Name, ofSmall, small.List(few.Query)),
                        Many: new Series(many.Name, ofLarge, large.List(many.Query))
                    )
            )
            .ToList();
        foreach (var (few, many) in pairs)
        {
            few.Measure(WarmUps, kept: false);
            many.Measure(WarmUps, kept: false);
        }
        for (var round = 0; round < rounds; round++)
            foreach (var (few, many) in pairs)
            {
                few.Measure(requests, kept: true);
                many.Measure(requests, kept: true);
            }
        Console.WriteLine($"{"milliseconds", -32}{"few", 8}{"p95", 8}{"many", 9}{"p95", 8}{"ratio", 8}{"total", 9}");
        foreach (var (few, many) in pairs)
            Console.WriteLine(
                FormattableString.Invariant(
                    $"{few.Name, -32}{few.At(0.5), 8:F2}{few.At(0.95), 8:F2}{many.At(0.5), 9:F2}{many.At(0.95), 8:F2}{many.At(0.5) / few.At(0.5), 7:F1}x{many.Total, 9}"
                )
            );
    }

    /// <summary>One database and the program on it.</summary>
    internal sealed record Side(
        string ConnectionString,
        int Port,
        IReadOnlyList<(string Name, string Query)> Questions,
        Guid Anybody,
        string Token
    )
    {
        public byte[] List(string query) => Get($"/v1/users?{query}");

        public byte[] Get(string path) =>
            Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {Token}\r\n\r\n");
    }

    private sealed class Series(string name, RawConnection connection, byte[] request)
    {
        private readonly List<double> milliseconds = [];

        public string Name => name;

        /// <summary>How many match, as the last answer said.</summary>
        public string Total { get; private set; } = "";

        public void Measure(int count, bool kept)
        {
            for (var i = 0; i < count; i++)
            {
                var start = Stopwatch.GetTimestamp();
                var answer = connection.Ask(request);
                var elapsed = Stopwatch.GetElapsedTime(start);
                if (kept)
                    milliseconds.Add(elapsed.TotalMilliseconds);
                else
                    Total = TotalIn(Encoding.UTF8.GetString(answer));
            }
        }

        public double At(double part) => milliseconds.Order().ElementAt((int)(milliseconds.Count * part));

        private static string TotalIn(string answer)
        {
            const string Member = "\"total\":";
            var at = answer.IndexOf(Member, StringComparison.Ordinal) + Member.Length;
            return at < Member.Length ? "" : answer[at..answer.IndexOf(',', at)];
        }
    }
}
