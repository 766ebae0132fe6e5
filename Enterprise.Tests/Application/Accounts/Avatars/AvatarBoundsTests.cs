using Enterprise.Application;
using Enterprise.Application.Accounts.Avatars;
using Enterprise.Application.Authorization;
using Enterprise.Domain.Common;
using Enterprise.Tests.Contracts;
using Enterprise.Tests.Support;
using Microsoft.Extensions.Options;

namespace Enterprise.Tests.Application.Accounts.Avatars;

/// <summary>How much of what pictures cost one client can ask for.</summary>
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class AvatarBoundsTests
{
    private readonly AvatarLab lab = new();

    [Test]
    public async Task Only_so_many_are_given_out_at_a_time_and_each_that_ends_makes_room()
    {
        lab.Options.ConcurrentDownloads = 2;
        var caller = await lab.NewCallerAsync();
        await lab.UploadAsync(caller, Pictures.Small(1));
        var (first, second) = (await OpenAsync(caller), await OpenAsync(caller));

        Assert.That((await OpenAsync(caller)).Failure, Is.EqualTo(RequestFailures.Overloaded));

        Dispose(first);
        Dispose(first);
        var third = await OpenAsync(caller);
        Assert.That(third.Failure, Is.Null);
        Assert.That((await OpenAsync(caller)).Failure, Is.EqualTo(RequestFailures.Overloaded), "Freed once only.");
        Dispose(second);
        Dispose(third);
        Assert.That(lab.Downloads.Count, Is.Zero);
    }

    [Test]
    public void No_account_has_more_than_an_eighth_of_the_places()
    {
        var slots = new DownloadSlots(Options.Create(new AvatarOptions { ConcurrentDownloads = 32 }));
        var (greedy, other) = (Given.NewId(), Given.NewId());
        List<DownloadSlot> held = [];
        for (var i = 0; i < 4; i++)
            held.Add(slots.Take(greedy).Match(slot => slot, _ => throw new AssertionException("No place.")));

        Assert.That(slots.Take(greedy).Failure?.Code, Is.EqualTo("request.too_many"));
        Assert.That(slots.Take(other).Failure, Is.Null);

        held[0].Dispose();
        held[0].Dispose();
        Assert.That(slots.Take(greedy).Failure, Is.Null);
        Assert.That(slots.Take(greedy).Failure, Is.Not.Null, "Freed once only.");
    }

    [Test]
    public async Task Where_there_is_no_picture_no_place_is_kept()
    {
        var caller = await lab.NewCallerAsync();

        Assert.That((await OpenAsync(caller)).Failure, Is.EqualTo(RequestFailures.NotFound));
        Assert.That(lab.Downloads.Count, Is.Zero);
    }

    [Test]
    public async Task Who_takes_too_long_gets_a_part_and_no_more()
    {
        var caller = await lab.NewCallerAsync();
        await lab.UploadAsync(caller, Pictures.Small(1));
        var opened = await OpenAsync(caller);
        _ = opened.TryGet(out var download, out _);
        await using var target = new StuckStream();

        var copying = download!.CopyToAsync(target, CancellationToken.None);
        lab.Clock.Advance(lab.Options.DownloadTime);

        Assert.That(await copying, Is.False);
        Dispose(opened);
    }

    [Test]
    public async Task Changes_use_up_the_allowance_of_the_network()
    {
        lab.Limits.CredentialsPerMinutePerClient = 2;
        var (caller, origin) = (await lab.NewCallerAsync(), Given.Origin());

        Task<Result<string>> UploadAsync() =>
            lab.Service.UploadAsync(caller, new MemoryStream(Pictures.Small(1)), origin, CancellationToken.None);

        Assert.That((await UploadAsync()).Failure, Is.Null);
        Assert.That((await lab.Service.DeleteAsync(caller, origin, CancellationToken.None)).Failure, Is.Null);
        Assert.That((await UploadAsync()).Failure?.Code, Is.EqualTo("request.too_many"));
        Assert.That(
            (await lab.Service.DeleteAsync(caller, origin, CancellationToken.None)).Failure?.Code,
            Is.EqualTo("request.too_many")
        );
    }

    private Task<Result<Enterprise.Application.Accounts.Avatars.AvatarDownload>> OpenAsync(Caller caller) =>
        lab.Service.OpenAsync(caller, caller.UserId, default(IfNoneMatch), CancellationToken.None);

    private static void Dispose(Result<Enterprise.Application.Accounts.Avatars.AvatarDownload> opened)
    {
        _ = opened.TryGet(out var download, out _);
        download!.Dispose();
    }

    /// <summary>A client that takes nothing.</summary>
    private sealed class StuckStream : MemoryStream
    {
        public override async ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer,
            CancellationToken cancellationToken = default
        ) => await Task.Delay(Timeout.Infinite, cancellationToken);
    }
}
