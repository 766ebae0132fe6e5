using System.Diagnostics.Metrics;
using Enterprise.Api.Operations.Metrics;
using Enterprise.Application.Passwords;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Api.Operations.Metrics;

[Parallelizable(ParallelScope.All)]
public sealed class LiveMetricsTests
{
    [Test]
    public void The_window_slides_and_the_totals_stay()
    {
        using var host = new MeteredHost();
        host.Request(0.010);

        for (var slot = 1; slot <= SlidingWindow.Marks; slot++)
        {
            host.GoOn();
            Assert.That(
                host.Only().Recent,
                Is.EqualTo(slot < SlidingWindow.Marks ? 1 : 0),
                $"{slot * SlidingWindow.Slot.TotalSeconds} s later"
            );
        }

        var row = host.Only();
        Assert.That(
            (row.Count, row.P50Ms, row.P95Ms, row.P99Ms),
            Is.EqualTo((1L, (double?)null, (double?)null, (double?)null))
        );
    }

    [Test]
    public void The_window_has_between_four_and_a_half_and_five_minutes_once_it_is_full()
    {
        using var host = new MeteredHost();
        Assert.That(host.Read().WindowSeconds, Is.Zero);

        for (var slot = 0; slot < 25; slot++)
            host.GoOn();
        Assert.That(host.Read().WindowSeconds, Is.EqualTo(270));

        host.Clock.Advance(SlidingWindow.Slot - TimeSpan.FromSeconds(1));
        Assert.That(host.Read().WindowSeconds, Is.EqualTo(299));
    }

    [Test]
    public void Percentiles_forget_what_was_slow_once_it_has_left_the_window()
    {
        using var host = new MeteredHost();
        for (var slot = 0; slot < 3 * SlidingWindow.Marks; slot++)
        {
            var milliseconds = slot < SlidingWindow.Marks ? 1000 : 10;
            host.Request(milliseconds / 1000.0);
            host.GoOn();
        }

        var row = host.Only();

        Assert.That((row.Count, row.Recent), Is.EqualTo((30L, (long)SlidingWindow.Marks - 1)));
        Assert.That(row.P99Ms, Is.EqualTo(10).Within(5).Percent);
    }

    [Test]
    public void A_route_that_is_new_in_the_middle_of_the_window_is_counted_in_full()
    {
        using var host = new MeteredHost();
        for (var slot = 0; slot < 15; slot++)
            host.GoOn();

        host.Request(0.010);
        host.GoOn();

        Assert.That(host.Only().Recent, Is.EqualTo(1));
    }

    [Test]
    public void What_goes_up_and_down_is_what_its_changes_come_to()
    {
        using var host = new MeteredHost();

        Parallel.For(0, 1000, _ => host.InFlight.Add(1));
        Assert.That(host.Read().InFlight, Is.EqualTo(1000));
        Parallel.For(0, 999, _ => host.InFlight.Add(-1));
        Assert.That(host.Read().InFlight, Is.EqualTo(1));
    }

    [Test]
    public void Meters_of_another_host_and_of_none_are_not_listened_to()
    {
        using var host = new MeteredHost();
        using var stranger = new MeteredHost();
        using var loose = new Meter(MeteredHost.Hosting);

        stranger.Request(0.010);
        stranger.InFlight.Add(1);
        loose.CreateUpDownCounter<long>("http.server.active_requests").Add(1);
        host.Meters.Create(new MeterOptions("Another")).CreateUpDownCounter<long>("http.server.active_requests").Add(1);

        Assert.That((host.Read().Requests.Total, host.Read().InFlight), Is.EqualTo((0L, 0L)));
        Assert.That((stranger.Read().Requests.Total, stranger.Read().InFlight), Is.EqualTo((1L, 1L)));
    }

    [Test]
    public void A_meter_that_was_there_before_is_listened_to_as_well()
    {
        using var meters = new MeterLab();
        var passwords = new PasswordMetrics(meters, TimeProvider.System);
        using var metrics = new LiveMetrics(meters, MeteredHost.NewPool(), TimeProvider.System);

        passwords.RefusedAtOnce();

        Assert.That(metrics.Read().Hashing.Rejected, Is.EqualTo(1));
    }

    [Test]
    public void Of_the_pools_only_the_named_one_is_read_and_it_is_asked_each_time()
    {
        var pool = MeteredHost.NewPool();
        using var meter = new Meter(pool.Meter);
        var used = 3;
        meter.CreateObservableUpDownCounter("db.client.connection.count", () => Connections(pool.Name, used));
        meter.CreateObservableUpDownCounter("db.client.connection.max", () => Of(pool.Name, 20));
        var pending = meter.CreateUpDownCounter<int>(pool.Pending);
        using var host = new MeteredHost(pool);
        pending.Add(2, Tag("pool.name", pool.Name));
        pending.Add(40, Tag("pool.name", "another"));

        Assert.That(host.Read().Pool, Is.EqualTo(new PoolNumbers(3, 1, 20, 2)));
        used = 5;
        Assert.That(host.Read().Pool, Is.EqualTo(new PoolNumbers(5, 1, 20, 2)));
    }

    [Test]
    public async Task Many_may_read_while_many_record()
    {
        const int tasks = 200;
        const int each = 500;
        var pool = MeteredHost.NewPool();
        using var meter = new Meter(pool.Meter);
        meter.CreateObservableUpDownCounter("db.client.connection.count", () => Connections(pool.Name, 7));
        using var host = new MeteredHost(pool);

        var recording = Enumerable.Range(0, tasks).Select(_ => Task.Run(() => Repeat(host, each)));
        var reading = Enumerable.Range(0, 8).Select(_ => Task.Run(() => ReadOften(host)));
        await Task.WhenAll(recording.Concat(reading));

        Assert.That(
            host.Read().Requests,
            Is.EqualTo(new RequestNumbers(tasks * each, new StatusClasses(0, tasks * each, 0, 0, 0)))
        );
        Assert.That(host.Only().Recent, Is.EqualTo(tasks * each));

        static void Repeat(MeteredHost host, int times)
        {
            for (var i = 0; i < times; i++)
                host.Request(0.002);
        }

        static void ReadOften(MeteredHost host)
        {
            for (var i = 0; i < 100; i++)
                Assert.That(host.Read().Pool.Used, Is.EqualTo(7), "Two who ask at once do not add up.");
        }
    }

    [Test]
    public void Recording_allocates_nothing()
    {
        using var host = new MeteredHost();
        var metrics = new PasswordMetrics(host.Meters, TimeProvider.System);
        Record(host, metrics, 100);

        var least = long.MaxValue;
        for (var attempt = 0; attempt < 5; attempt++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Record(host, metrics, 10_000);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.That(least, Is.Zero);

        static void Record(MeteredHost host, PasswordMetrics metrics, int times)
        {
            for (var i = 0; i < times; i++)
            {
                host.Request(0.001 * i);
                host.InFlight.Add(1);
                metrics.RefusedAtOnce();
                using var turn = metrics.Begin(0);
            }
        }
    }

    private static Measurement<int>[] Connections(string pool, int used) =>
        [
            new(used, Tag("pool.name", pool), Tag("state", "used")),
            new(1, Tag("pool.name", pool), Tag("state", "idle")),
            new(50, Tag("pool.name", pool + "-probe"), Tag("state", "used")),
        ];

    private static Measurement<int>[] Of(string pool, int value) =>
        [new(value, Tag("pool.name", pool)), new(1, Tag("pool.name", pool + "-probe"))];

    private static KeyValuePair<string, object?> Tag(string name, string value) =>
        new("db.client.connection." + name, value);
}
