using Enterprise.Application;
using Enterprise.Application.Abstractions;
using Enterprise.Application.Accounts.Avatars;
using Enterprise.Application.Authorization;
using Enterprise.Domain.Accounts;
using Enterprise.Tests.Contracts;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Application.Accounts.Avatars;

/// <summary>What a picture of 20 MiB costs in memory: counted, by the one thread that all of it runs on.</summary>
[Parallelizable(ParallelScope.All)]
internal sealed class AvatarMemoryTests
{
    private const long Bound = 1 << 20;

    private static readonly byte[] File = Pictures.PngOf(Avatar.MaxBytes);

    [Test]
    public async Task An_upload_takes_one_buffer_however_large_the_picture_is()
    {
        var lab = new AvatarLab(new Drain());
        var caller = new Caller(Given.NewId(), Given.NewId(), [], []);
        await using var body = new MemoryStream(File);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var upload = lab.Service.UploadAsync(caller, body, Given.Origin(), CancellationToken.None);

        var taken = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.That(upload.IsCompleted, Is.True, "All of it ran on this thread.");
        Assert.That((await upload).Failure, Is.Null);
        Assert.That(lab.Store.Calls.Count(call => call == "Append"), Is.EqualTo(80));
        Assert.That(taken, Is.LessThan(Bound));
    }

    [Test]
    public async Task A_download_takes_one_buffer_however_large_the_picture_is()
    {
        var lab = new AvatarLab(new Drain());
        var caller = new Caller(Given.NewId(), Given.NewId(), [], []);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var download = SendAsync(lab, caller);

        var taken = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.That(download.IsCompleted, Is.True, "All of it ran on this thread.");
        Assert.That(await download, Is.True);
        Assert.That(lab.Store.Calls.Count(call => call == "Read"), Is.EqualTo(79));
        Assert.That(taken, Is.LessThan(Bound));
    }

    private static async Task<bool> SendAsync(AvatarLab lab, Caller caller)
    {
        var opened = await lab.Service.OpenAsync(caller, caller.UserId, default(IfNoneMatch), CancellationToken.None);
        _ = opened.TryGet(out var download, out _);
        using (download)
            return await download!.CopyToAsync(Stream.Null, CancellationToken.None);
    }

    /// <summary>A store that takes all and keeps nothing.</summary>
    private sealed class Drain : IAvatarStore
    {
        private static readonly Task<bool> Done = Task.FromResult(true);

        private static readonly Task<AvatarDetails?> Found = Task.FromResult<AvatarDetails?>(
            new AvatarDetails(Given.NewId(), "image/png", Avatar.MaxBytes, "a")
        );

        public Task<bool> BeginAsync(Guid avatarId, Guid userId, CancellationToken ct) => Done;

        public Task<bool> AppendAsync(Guid avatarId, int number, ReadOnlyMemory<byte> chunk, CancellationToken ct) =>
            Done;

        public Task<bool> CompleteAsync(NewAvatar avatar, RequestOrigin origin, CancellationToken ct) => Done;

        public Task AbandonAsync(Guid avatarId, CancellationToken ct) => Task.CompletedTask;

        public Task<AvatarDetails?> FindAsync(
            Guid userId,
            IfNoneMatch known,
            Memory<byte> firstChunk,
            CancellationToken ct
        ) => Found;

        public Task<bool> ReadAsync(Guid avatarId, int number, Memory<byte> chunk, CancellationToken ct) => Done;

        public Task<bool> DeleteAsync(Guid userId, RequestOrigin origin, CancellationToken ct) => Done;
    }
}
