using Enterprise.Application.Passwords;
using Enterprise.Tests.Support;
using Microsoft.Extensions.Options;

namespace Enterprise.Tests.Application.Passwords;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Parallelizable(ParallelScope.All)]
public sealed class PasswordMetricsTests : IDisposable
{
    private readonly ManualClock clock = new();
    private readonly MeterLab meters = new();

    public void Dispose() => meters.Dispose();

    [Test]
    public async Task A_hash_is_measured_before_its_caller_hears_of_it()
    {
        using var governor = New(queue: 0);

        await governor.RunAsync(Work, CancellationToken.None);

        Assert.That(Values(PasswordMetrics.Wait), Is.EqualTo([0.0]));
        Assert.That(Values(PasswordMetrics.Running), Is.EqualTo([1.0, -1.0]));
        Assert.That(Values(PasswordMetrics.Duration), Is.EqualTo([0.25]));
        Assert.That(meters.Sum(PasswordMetrics.Waiting), Is.Zero);

        int Work()
        {
            clock.Advance(TimeSpan.FromMilliseconds(250));
            return 1;
        }
    }

    [Test]
    public void Work_that_fails_is_measured_as_well()
    {
        using var governor = New(queue: 0);

        Assert.That(
            () => governor.RunAsync<int>(() => throw new InvalidDataException(), CancellationToken.None),
            Throws.TypeOf<InvalidDataException>()
        );

        Assert.That(Values(PasswordMetrics.Running), Is.EqualTo([1.0, -1.0]));
        Assert.That(Values(PasswordMetrics.Duration).Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task What_waits_is_counted_until_its_turn_and_how_long_it_took()
    {
        using var governor = New(queue: 1);
        using var stuck = new HashBlocker(governor);
        var late = stuck.Add();
        Assert.That(meters.Sum(PasswordMetrics.Waiting), Is.EqualTo(1));

        clock.Advance(TimeSpan.FromMilliseconds(400));
        stuck.Release();
        await Task.WhenAll(stuck.First, late);

        Assert.That(meters.Sum(PasswordMetrics.Waiting), Is.Zero);
        Assert.That(Values(PasswordMetrics.Wait), Is.EqualTo([0.0, 0.4]));
    }

    [Test]
    public async Task Refusals_have_a_reason()
    {
        using var governor = New(queue: 1);
        using var stuck = new HashBlocker(governor);
        var late = stuck.Add();

        await stuck.Add();
        Assert.That(meters.Tags(PasswordMetrics.Rejections), Is.EqualTo(["reason=queue_full"]));
        clock.Advance(TimeSpan.FromMilliseconds(500));
        await late;

        Assert.That(meters.Tags(PasswordMetrics.Rejections), Is.EqualTo(["reason=queue_full", "reason=too_late"]));
        Assert.That(meters.Sum(PasswordMetrics.Waiting), Is.Zero);
    }

    [Test]
    public async Task A_caller_who_leaves_is_neither_refused_nor_left_in_the_count()
    {
        using var governor = New(queue: 5);
        using var stuck = new HashBlocker(governor);
        using var gone = new CancellationTokenSource();
        var left = stuck.Add(gone.Token);

        await gone.CancelAsync();

        Assert.That(() => left, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(() => stuck.Add(gone.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(meters.Tags(PasswordMetrics.Rejections), Is.Empty);
        Assert.That(meters.Sum(PasswordMetrics.Waiting), Is.Zero);
    }

    [Test]
    public void Who_asks_first_and_is_told_that_it_is_busy_was_refused_too()
    {
        using var lab = new HashLab(
            new PasswordOptions
            {
                Pepper = "a pepper for tests that is one of several",
                ConcurrentHashes = 1,
                QueueLength = 0,
            },
            clock
        );
        Assert.That((lab.Hasher.IsBusy, lab.Meters.Seen.Count), Is.EqualTo((false, 0)));
        using var stuck = new HashBlocker(lab.Governor);

        Assert.That(lab.Hasher.IsBusy, Is.True);

        Assert.That(lab.Meters.Tags(PasswordMetrics.Rejections), Is.EqualTo(["reason=queue_full"]));
    }

    private IEnumerable<double> Values(string instrument) =>
        meters.Seen.Where(measured => measured.Instrument == instrument).Select(measured => measured.Value);

    private PasswordHashGovernor New(int queue) =>
        new(
            Options.Create(
                new PasswordOptions
                {
                    ConcurrentHashes = 1,
                    QueueLength = queue,
                    MaxWaitMilliseconds = 500,
                }
            ),
            clock,
            new PasswordMetrics(meters, clock)
        );
}
