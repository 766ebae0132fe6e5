using Enterprise.Api.Operations.Metrics;

namespace Enterprise.Tests.Api.Operations.Metrics;

[Parallelizable(ParallelScope.All)]
public sealed class DistributionTests
{
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(7)]
    [TestCase(99)]
    [TestCase(100)]
    [TestCase(101)]
    [TestCase(20_000)]
    public void Percentiles_are_within_the_bound_of_the_exact_ones(int count)
    {
        for (ulong seed = 1; seed <= 20; seed++)
        {
            // Evenly over the doublings, from 0.01 ms to 168 s.
            var sample = Uniform(seed, count).Select(u => Buckets.Least * Math.Pow(Buckets.Most / Buckets.Least, u));
            AssertWithin([.. sample.Where(value => value > Buckets.Least)]);
        }
    }

    [Test]
    public void So_they_are_of_times_as_they_are_usual([Range(1, 20)] int seed) =>
        // Around 8 ms, and one in fifty ten times as long.
        AssertWithin([.. Uniform((ulong)seed, 5000).Select((u, i) => (4 + (8 * u)) * (i % 50 == 0 ? 10 : 1))]);

    [Test]
    public void Equal_values_give_one_percentile()
    {
        var distribution = New(Enumerable.Repeat(12.5, 1000));

        var found = distribution.Since(0);

        Assert.That((found.P50, found.P95), Is.EqualTo((found.P99, found.P99)));
    }

    [Test]
    public void A_percentile_is_never_above_a_higher_one([Range(1, 20)] int seed)
    {
        var found = New(Uniform((ulong)seed, 50).Select(u => 1000 * u)).Since(0);

        Assert.That(found.P50, Is.LessThanOrEqualTo(found.P95!));
        Assert.That(found.P95, Is.LessThanOrEqualTo(found.P99!));
    }

    [Test]
    public void Without_values_there_are_no_percentiles() =>
        Assert.That(new Distribution().Since(0), Is.EqualTo(new Percentiles(0, null, null, null)));

    [TestCase(0.0)]
    [TestCase(-1.0)]
    [TestCase(0.01)]
    [TestCase(1e-300)]
    [TestCase(double.NaN)]
    [TestCase(double.NegativeInfinity)]
    public void What_is_too_short_to_be_told_reads_as_the_least(double milliseconds) =>
        Assert.That(New([milliseconds]).Since(0).P50, Is.EqualTo(Buckets.Least));

    [TestCase(Buckets.Most)]
    [TestCase(1e9)]
    [TestCase(double.MaxValue)]
    [TestCase(double.PositiveInfinity)]
    public void What_is_too_long_reads_as_the_most(double milliseconds) =>
        Assert.That(
            New([milliseconds]).Since(0).P50,
            Is.InRange(Buckets.Most / Buckets.MaxFactor, Buckets.Most * Buckets.MaxFactor)
        );

    [Test]
    public void Every_bucket_stands_for_what_it_holds()
    {
        for (var i = 0; i < Buckets.Count; i++)
            Assert.That(Buckets.IndexOf(Buckets.MiddleOf(i)), Is.EqualTo(i));
    }

    [Test]
    public void Only_what_came_after_a_mark_is_in_its_percentiles()
    {
        var distribution = New(Enumerable.Repeat(5000.0, 100));

        distribution.Mark(3);
        distribution.Record(0.020);

        Assert.That((distribution.Since(3).Count, distribution.Since(0).Count), Is.EqualTo((1, 101)));
        Assert.That(distribution.Since(3).P99, Is.EqualTo(20).Within(5).Percent);
    }

    [Test]
    public async Task Nothing_is_lost_while_hundreds_record_and_others_read()
    {
        const int tasks = 300;
        const int each = 2000;
        var distribution = new Distribution();
        var done = false;
        var seen = new List<long>();
        var reader = Task.Run(() =>
        {
            while (!Volatile.Read(ref done))
                seen.Add(distribution.Since(0).Count);
        });

        await Task.WhenAll(Enumerable.Range(0, tasks).Select(i => Task.Run(() => Repeat(distribution, i))));
        Volatile.Write(ref done, true);
        await reader;

        Assert.That(distribution.Since(0).Count, Is.EqualTo(tasks * each));
        Assert.That(seen, Is.Ordered, "What was counted stays counted.");

        static void Repeat(Distribution distribution, int i)
        {
            for (var turn = 0; turn < each; turn++)
                distribution.Record(0.001 * (1 + i));
        }
    }

    private static void AssertWithin(double[] sample)
    {
        var found = New(sample).Since(0);
        Array.Sort(sample);
        foreach (var (percent, read) in new[] { (50, found.P50), (95, found.P95), (99, found.P99) })
        {
            var exact = sample[(int)Math.Ceiling(sample.Length * percent / 100.0) - 1];
            Assert.That(
                read,
                Is.InRange(exact / Buckets.MaxFactor, exact * Buckets.MaxFactor),
                $"p{percent} of {sample.Length}"
            );
        }
        Assert.That(found.Count, Is.EqualTo(sample.Length));
    }

    private static Distribution New(IEnumerable<double> milliseconds)
    {
        var distribution = new Distribution();
        foreach (var value in milliseconds)
            distribution.Record(value / 1000);
        return distribution;
    }

    /// <summary>From 0 to 1, the same for the same seed (SplitMix64).</summary>
    private static IEnumerable<double> Uniform(ulong seed, int count)
    {
        for (var i = 0; i < count; i++)
        {
            seed += 0x9E3779B97F4A7C15;
            var mixed = (seed ^ (seed >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            yield return ((mixed ^ (mixed >> 31)) >> 11) / (double)(1UL << 53);
        }
    }
}
