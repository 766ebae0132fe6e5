using Enterprise.Application;
using Enterprise.Application.Abstractions;
using Enterprise.Application.Accounts.Avatars;
using Enterprise.Application.Authorization;
using Enterprise.Application.Sessions;
using Enterprise.Domain.Common;
using Enterprise.Tests.Contracts;
using Enterprise.Tests.Support;
using Enterprise.Tests.Support.InMemory;
using Microsoft.Extensions.Logging;

namespace Enterprise.Tests.Application.Accounts.Avatars;

/// <summary>The service on a store in memory, and a clock that a test moves.</summary>
internal sealed class AvatarLab
{
    private readonly World world;
    private readonly InMemoryAvatarStore stored;

    public AvatarLab(IAvatarStore? store = null)
    {
        world = new World(Clock);
        stored = new InMemoryAvatarStore(world);
        Store = new WatchedAvatarStore(store ?? stored);
        Slots = new UploadSlots(Microsoft.Extensions.Options.Options.Create(Options));
        Downloads = new DownloadSlots(Microsoft.Extensions.Options.Options.Create(Options));
        Service = new AvatarsService(
            Store,
            new InMemoryCredentialThrottle(world, Limits),
            Slots,
            Downloads,
            Microsoft.Extensions.Options.Options.Create(Options),
            Clock,
            LoggerFactory.Create(logs => logs.AddProvider(Logs)).CreateLogger<AvatarsService>()
        );
    }

    public AvatarOptions Options { get; } = new();

    public ManualClock Clock { get; } = new();

    public LogSink Logs { get; } = new();

    public WatchedAvatarStore Store { get; }

    public CredentialLimitOptions Limits { get; } = new() { CredentialsPerMinutePerClient = 1_000_000 };

    public UploadSlots Slots { get; }

    public DownloadSlots Downloads { get; }

    public AvatarsService Service { get; }

    public async Task<Caller> NewCallerAsync(params string[] permissions)
    {
        var account = Given.Account();
        await new InMemoryAccountStore(world).RegisterAsync(account, Given.Origin(), CancellationToken.None);
        return new Caller(account.Id, Given.NewId(), [], permissions);
    }

    public (int Avatars, int Chunks) CountOf(Caller caller) => stored.CountOf(caller.UserId);

    public void Remove(Caller caller) => world.Accounts.Remove(caller.UserId);

    public Task<Result<string>> UploadAsync(Caller caller, byte[] file, CancellationToken ct = default) =>
        UploadAsync(caller, new MemoryStream(file), ct);

    public Task<Result<string>> UploadAsync(Caller caller, Stream body, CancellationToken ct = default) =>
        Service.UploadAsync(caller, body, Given.Origin(), ct);

    /// <summary>The bytes of a picture, or <c>null</c> where it is not there for the caller.</summary>
    public async Task<byte[]?> ReadAsync(Caller caller, Caller owner)
    {
        var opened = await Service.OpenAsync(caller, owner.UserId, default(IfNoneMatch), CancellationToken.None);
        if (!opened.TryGet(out var download, out var failure))
        {
            Assert.That(failure, Is.EqualTo(RequestFailures.NotFound));
            return null;
        }
        using (download)
        {
            await using var target = new MemoryStream();
            Assert.That(await download.CopyToAsync(target, CancellationToken.None), Is.True);
            return target.ToArray();
        }
    }
}
