using System.Text;
using Enterprise.Api.Telemetry.Prometheus;
using Enterprise.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Enterprise.Tests.Api.Telemetry.Prometheus;

[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ScrapesTests : IDisposable
{
    private readonly PageLab lab = new();
    private readonly ManualClock clock = new();
    private readonly ManualResetEventSlim mayCollect = new(initialState: true);
    private readonly Scrapes scrapes;
    private int collections;

    public ScrapesTests()
    {
        scrapes = new Scrapes(lab.Exporter, clock, NullLogger<Scrapes>.Instance);
        lab.NewMeter().CreateObservableGauge("x", Collect);
    }

    public void Dispose()
    {
        mayCollect.Set();
        lab.Dispose();
        mayCollect.Dispose();
    }

    [Test]
    public async Task What_was_made_just_now_is_given_again()
    {
        var first = await LendAsync();
        clock.Advance(Scrapes.MaxAge - TimeSpan.FromTicks(1));
        var second = await LendAsync();
        clock.Advance(TimeSpan.FromTicks(1));
        var third = await LendAsync();

        Assert.That((first.Value, second.Value, third.Value), Is.EqualTo((1, 1, 2)));
    }

    [Test]
    public async Task A_page_in_somebodys_hands_is_not_written_again()
    {
        var held = new List<(Page Page, int Value)>();
        for (var i = 0; i < Scrapes.MaxPages; i++)
        {
            held.Add(await LendAsync());
            clock.Advance(Scrapes.MaxAge);
        }

        Assert.That(await scrapes.LendAsync(default), Is.Null);
        Assert.That(held.Select(one => ValueOf(one.Page)), Is.EqualTo(held.Select(one => one.Value)).And.Unique);
        scrapes.Return(held[1].Page);
        Assert.That((await LendAsync()).Value, Is.EqualTo(Scrapes.MaxPages + 1));
        Assert.That(ValueOf(held[0].Page), Is.EqualTo(1));
    }

    [Test]
    public async Task Pages_that_came_back_are_used_again()
    {
        var pages = new HashSet<Page>();
        for (var i = 0; i < 50; i++)
        {
            var (page, _) = await LendAsync();
            pages.Add(page);
            scrapes.Return(page);
            clock.Advance(Scrapes.MaxAge);
        }

        Assert.That(pages, Has.Count.LessThanOrEqualTo(2));
    }

    [Test]
    public async Task So_many_clients_wait_for_one_collection_and_no_more()
    {
        mayCollect.Reset();
        var waiting = Enumerable.Range(0, Scrapes.MaxReaders).Select(_ => scrapes.LendAsync(default)).ToArray();
        var late = await scrapes.LendAsync(default);
        mayCollect.Set();
        var pages = await Task.WhenAll(waiting);

        Assert.That(late, Is.Null);
        Assert.That(pages.Distinct().Count(), Is.EqualTo(1));
        Assert.That(pages, Has.None.Null);
        Assert.That(collections, Is.EqualTo(1));
    }

    [Test]
    public async Task A_collection_that_takes_too_long_is_given_up_and_not_begun_twice()
    {
        mayCollect.Reset();
        for (var i = 0; i < 3; i++)
        {
            var waiting = scrapes.LendAsync(default);
            await Wait.UntilAsync(() => clock.Timers > 0);
            clock.Advance(Scrapes.CollectLimit);
            Assert.That(await waiting, Is.Null);
        }

        mayCollect.Set();
        Assert.That((await LendAsync()).Value, Is.EqualTo(1));
    }

    [Test]
    public async Task Whoever_goes_away_takes_no_place_with_them()
    {
        mayCollect.Reset();
        using var gone = new CancellationTokenSource();
        var waiting = Enumerable.Range(0, Scrapes.MaxReaders).Select(_ => scrapes.LendAsync(gone.Token)).ToArray();
        await gone.CancelAsync();
        foreach (var one in waiting)
            Assert.That(async () => await one, Throws.InstanceOf<OperationCanceledException>());

        mayCollect.Set();
        Assert.That((await LendAsync()).Value, Is.EqualTo(1));
    }

    [Test]
    public async Task Where_nothing_collects_there_is_no_page()
    {
        var alone = new Scrapes(new PrometheusExporter(), clock, NullLogger<Scrapes>.Instance);

        for (var i = 0; i < 2 * Scrapes.MaxReaders; i++)
            Assert.That(await alone.LendAsync(default), Is.Null);
    }

    private int Collect()
    {
        mayCollect.Wait(Wait.Bound);
        return Interlocked.Increment(ref collections);
    }

    private async Task<(Page Page, int Value)> LendAsync()
    {
        var page = await scrapes.LendAsync(default);
        Assert.That(page, Is.Not.Null);
        return (page!, ValueOf(page!));
    }

    private static int ValueOf(Page page) =>
        (int)PrometheusText.Parse(Encoding.UTF8.GetString(page.Buffer.Written.Span)).Sum("x")!;
}
