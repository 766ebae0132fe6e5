using System.Diagnostics;

namespace Enterprise.Benchmarks;

/// <summary>Clients that read people as fast as they are answered, each on a thread and a connection of its own.</summary>
internal static class UsersLoad
{
    public static async Task CompareAsync(UsersBenchmark.Side side, int rounds, int clients, int perClient)
    {
        var bare = await BareUsers.StartAsync(side.ConnectionString);
        (string Name, byte[] Request)[] reads =
        [
            ("one person", side.Get($"/v1/users/{side.Anybody}")),
            ("a page of 20", side.List("page_size=20")),
        ];
        Console.WriteLine($"{clients} clients, {perClient} reads each a round; medians of {rounds} rounds");
        Console.WriteLine($"{"", -14}{"per second", 12}{"bare", 8}{"ratio", 8}{"bytes allocated", 17}{"bare", 8}");
        foreach (var (name, request) in reads)
        {
            var (program, handler) = (new Series(), new Series());
            // The first round only warms up.
            for (var round = 0; round <= rounds; round++)
            {
                program.Measure(side.Port, request, clients, perClient, kept: round > 0);
                handler.Measure(bare, request, clients, perClient, kept: round > 0);
            }
            Console.WriteLine(
                FormattableString.Invariant(
                    $"{name, -14}{program.PerSecond, 12:F0}{handler.PerSecond, 8:F0}{program.PerSecond / handler.PerSecond, 8:F2}{program.Allocated, 17:F0}{handler.Allocated, 8:F0}"
                )
            );
        }
    }

    private sealed class Series
    {
        private readonly List<double> perSecond = [];
        private readonly List<double> allocated = [];

        public double PerSecond => Median(perSecond);

        public double Allocated => Median(allocated);

        public void Measure(int port, byte[] request, int clients, int perClient, bool kept)
        {
            var readers = new Readers(port, request, clients, perClient);
            var before = GC.GetTotalAllocatedBytes(precise: true);
            var start = Stopwatch.GetTimestamp();
            readers.Run();
            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            before = GC.GetTotalAllocatedBytes(precise: true) - before;
            if (!kept)
                return;
            double count = clients * perClient;
            perSecond.Add(count / seconds);
            allocated.Add(before / count);
        }

        private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
    }
}
