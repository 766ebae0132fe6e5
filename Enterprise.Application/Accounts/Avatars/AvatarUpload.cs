using System.Security.Cryptography;
using Enterprise.Application.Abstractions;
using Enterprise.Application.Accounts.Avatars.Images;
using Enterprise.Domain.Accounts;
using Enterprise.Domain.Common;
using Microsoft.Extensions.Logging;

namespace Enterprise.Application.Accounts.Avatars;

/// <summary>
/// One picture on its way from a client into the store: read, judged and fingerprinted as it comes, one chunk in memory at a time. What is
/// not completed is deleted when this is disposed of.
/// </summary>
internal sealed class AvatarUpload(IAvatarStore avatars, Guid userId, TimeProvider time, ILogger logger)
    : IAsyncDisposable
{
    /// <summary>For the deletion of what was not completed; the clean-up does what is not done by then.</summary>
    private static readonly TimeSpan AbandonTime = TimeSpan.FromSeconds(2);

    private readonly Guid id = Guid.CreateVersion7(time.GetUtcNow());
    private readonly byte[] buffer = AvatarChunks.Rent();
    private readonly ImageReader image = new();
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private int filled;
    private int chunks;
    private bool isPending;

    /// <summary>Reads a body to its end; gives what is to be completed, or why it is refused.</summary>
    public async Task<Result<NewAvatar>> ReceiveAsync(Stream body, CancellationToken ct)
    {
        var size = 0;
        while (await body.ReadAsync(buffer.AsMemory(filled, AvatarChunks.Bytes - filled), ct) is > 0 and var count)
        {
            if ((size += count) > Avatar.MaxBytes)
                return RequestFailures.TooLarge;
            var piece = buffer.AsSpan(filled, count);
            if (image.Push(piece) is { } refusal)
                return refusal;
            hash.AppendData(piece);
            filled += count;
            if (filled == AvatarChunks.Bytes && !await StoreAsync(ct))
                return AccountFailures.Gone;
        }
        // Judged before the last chunk is stored: most of what is refused never gets near the store.
        if (!image.End().TryGet(out var facts, out var broken))
            return broken;
        if (filled > 0 && !await StoreAsync(ct))
            return AccountFailures.Gone;
        return new NewAvatar(id, userId, facts, size, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>Makes it the user's picture; gives its tag.</summary>
    public async Task<Result<string>> CompleteAsync(NewAvatar avatar, RequestOrigin origin, CancellationToken ct)
    {
        if (!await avatars.CompleteAsync(avatar, origin, ct))
            return AccountFailures.Gone;
        isPending = false;
        return avatar.Tag;
    }

    public async ValueTask DisposeAsync()
    {
        AvatarChunks.Return(buffer);
        hash.Dispose();
        if (!isPending)
            return;
        try
        {
            using var limit = new CancellationTokenSource(AbandonTime, time);
            await avatars.AbandonAsync(id, limit.Token);
        }
        // Of any kind: what the client is told has been decided, and what stays behind is cleaned up later.
        catch (Exception exception)
        {
            logger.UploadLeftBehind(exception.GetType().Name);
        }
    }

    private async Task<bool> StoreAsync(CancellationToken ct)
    {
        if (chunks == 0)
        {
            isPending = true;
            if (!await avatars.BeginAsync(id, userId, ct))
                return false;
        }
        var stored = await avatars.AppendAsync(id, chunks++, buffer.AsMemory(0, filled), ct);
        filled = 0;
        return stored;
    }
}
