using Enterprise.Application;
using Enterprise.Application.Abstractions;
using Enterprise.Application.Accounts.Avatars;
using Enterprise.Application.Authorization;
using Enterprise.Application.Sessions;
using Enterprise.Domain.Accounts;
using Enterprise.Tests.Contracts;
using Enterprise.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Enterprise.Tests.Persistence;

/// <summary>What a picture of 20 MiB costs on its way through PostgreSQL. Alone, since what the whole process takes is counted.</summary>
[NonParallelizable]
internal sealed class AvatarMemoryTests
{
    private const long Bound = 4 << 20;

    private StoreProvider stores = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => stores = await StoreProvider.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await stores.DisposeAsync();

    [Test]
    public async Task Neither_an_upload_nor_a_download_takes_memory_for_the_whole_picture()
    {
        var account = Given.Account();
        await stores
            .New<IAccountStore>(new CredentialLimitOptions())
            .RegisterAsync(account, Given.Origin(), CancellationToken.None);
        var caller = new Caller(account.Id, Given.NewId(), [], []);
        var service = NewService();
        await TransferAsync(service, caller, Pictures.PngOf(3 * AvatarChunks.Bytes));
        var file = Pictures.PngOf(Avatar.MaxBytes);
        var before = GC.GetTotalAllocatedBytes(precise: true);

        await TransferAsync(service, caller, file);

        Assert.That(GC.GetTotalAllocatedBytes(precise: true) - before, Is.LessThan(Bound));
    }

    private AvatarsService NewService()
    {
        var options = Options.Create(new AvatarOptions());
        return new AvatarsService(
            stores.New<IAvatarStore>(new CredentialLimitOptions()),
            stores.New<ICredentialThrottle>(new CredentialLimitOptions()),
            new UploadSlots(options),
            new DownloadSlots(options),
            options,
            TimeProvider.System,
            NullLogger<AvatarsService>.Instance
        );
    }

    private static async Task TransferAsync(AvatarsService service, Caller caller, byte[] file)
    {
        await using var body = new MemoryStream(file);
        var stored = await service.UploadAsync(caller, body, Given.Origin(), CancellationToken.None);
        Assert.That(stored.Failure, Is.Null);
        var opened = await service.OpenAsync(caller, caller.UserId, default(IfNoneMatch), CancellationToken.None);
        _ = opened.TryGet(out var download, out _);
        using (download)
            Assert.That(await download!.CopyToAsync(Stream.Null, CancellationToken.None), Is.True);
    }
}
