using Enterprise.Application.Limits;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Application.Limits;

[Parallelizable(ParallelScope.All)]
public sealed class CellRateTests
{
    private static readonly TimeSpan Tenth = TimeSpan.FromMilliseconds(100);

    [Test]
    public void A_new_bucket_holds_its_burst_and_says_what_is_left()
    {
        var rate = new CellRate(10, 5, new ManualClock());
        long bucket = 0;

        var left = Enumerable.Range(0, 5).Select(_ => rate.Take(ref bucket).Remaining).ToArray();

        Assert.That(left, Is.EqualTo([4, 3, 2, 1, 0]));
        Assert.That(rate.Take(ref bucket), Is.EqualTo(new Taken(-1, Tenth)));
    }

    [Test]
    public void One_comes_back_with_every_interval_and_not_a_tick_earlier()
    {
        var clock = new ManualClock();
        var (rate, bucket) = UsedUp(clock, 10, 5);

        clock.Advance(Tenth - TimeSpan.FromTicks(1));
        Assert.That(rate.Take(ref bucket), Is.EqualTo(new Taken(-1, TimeSpan.FromTicks(1))));
        clock.Advance(TimeSpan.FromTicks(1));

        Assert.That(rate.Take(ref bucket).Remaining, Is.Zero);
        Assert.That(rate.Take(ref bucket).IsGranted, Is.False);
    }

    [Test]
    public void Asking_on_does_not_make_the_wait_longer()
    {
        var clock = new ManualClock();
        var (rate, bucket) = UsedUp(clock, 10, 5);

        for (var i = 0; i < 1000; i++)
            Assert.That(rate.Take(ref bucket).Wait, Is.EqualTo(Tenth));
    }

    [Test]
    public void What_comes_back_is_never_more_than_the_burst()
    {
        var clock = new ManualClock();
        var (rate, bucket) = UsedUp(clock, 10, 5);

        clock.Advance(TimeSpan.FromDays(1000));

        Assert.That(Granted(rate, ref bucket, 100), Is.EqualTo(5));
    }

    [Test]
    public async Task Hundreds_of_tasks_at_once_take_exactly_what_there_is()
    {
        var clock = new ManualClock();
        var rate = new CellRate(100, 200, clock);
        var bucket = new long[1];

        for (var round = 0; round < 3; round++)
        {
            var taken = await Task.WhenAll(
                Enumerable.Range(0, 600).Select(_ => Task.Run(() => rate.Take(ref bucket[0]).Remaining))
            );

            var there = round == 0 ? 200 : 100;
            Assert.That(
                taken.Where(left => left >= 0).Order(),
                Is.EqualTo(Enumerable.Range(0, there)),
                "Each is told another rest."
            );
            clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    [TestCase(long.MinValue)]
    [TestCase(-3)]
    [TestCase(0)]
    [TestCase(long.MaxValue - 3)]
    [TestCase(long.MaxValue)]
    public void Wherever_the_clock_stands_a_bucket_holds_its_burst_and_fills_again(long now)
    {
        var clock = new RawClock { Now = now };
        var rate = new CellRate(1, 3, clock);
        var bucket = now;

        Assert.That(Granted(rate, ref bucket, 10), Is.EqualTo(3));
        clock.Now = unchecked(now + 1000);
        Assert.That(Granted(rate, ref bucket, 10), Is.EqualTo(1), "The clock may wrap in between.");
    }

    [Test]
    public void A_clock_that_leaps_back_refuses_nobody()
    {
        var clock = new RawClock { Now = 1_000_000_000 };
        var rate = new CellRate(1, 3, clock);
        long bucket = 0;
        Granted(rate, ref bucket, 3);

        clock.Now = 5;

        Assert.That(Granted(rate, ref bucket, 10), Is.EqualTo(3));
    }

    [Test]
    public void A_rate_beyond_the_clock_is_the_clock_s()
    {
        var clock = new RawClock { Now = 7 };
        var rate = new CellRate(1_000_000, 2, clock);
        long bucket = 0;

        Assert.That(Granted(rate, ref bucket, 10), Is.EqualTo(2));
        clock.Now++;
        Assert.That(Granted(rate, ref bucket, 10), Is.EqualTo(1));
    }

    [Test]
    public void How_long_a_bucket_takes_to_fill_follows_from_what_it_holds()
    {
        var rate = new CellRate(100, 200, new ManualClock());

        Assert.That(rate.FillTime, Is.EqualTo(TimeSpan.FromSeconds(2)));
        Assert.That(rate.UntilFull(200), Is.EqualTo(TimeSpan.Zero));
        Assert.That(rate.UntilFull(150), Is.EqualTo(TimeSpan.FromMilliseconds(500)));
    }

    [TestCase(0, 1)]
    [TestCase(-1, 1)]
    [TestCase(1, 0)]
    public void A_rate_is_more_than_nothing(double perSecond, int burst) =>
        Assert.That(() => new CellRate(perSecond, burst, TimeProvider.System), Throws.InstanceOf<ArgumentException>());

    private static (CellRate Rate, long Bucket) UsedUp(TimeProvider clock, double perSecond, int burst)
    {
        var rate = new CellRate(perSecond, burst, clock);
        long bucket = 0;
        Assert.That(Granted(rate, ref bucket, burst), Is.EqualTo(burst));
        return (rate, bucket);
    }

    private static int Granted(CellRate rate, ref long bucket, int times)
    {
        var granted = 0;
        for (var i = 0; i < times; i++)
            granted += rate.Take(ref bucket).IsGranted ? 1 : 0;
        return granted;
    }

    /// <summary>A clock of a thousand ticks a second that stands anywhere.</summary>
    private sealed class RawClock : TimeProvider
    {
        public long Now { get; set; }

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => Now;
    }
}
