using Enterprise.Application.Abstractions;

namespace Enterprise.Application.Accounts.Avatars;

/// <summary>A picture on its way to a client, one chunk in memory at a time; nothing of the store is held while the client takes it.</summary>
public sealed class AvatarDownload : IDisposable
{
    private readonly IAvatarStore avatars;
    private readonly byte[] buffer;
    private readonly DownloadSlot slot;
    private readonly TimeProvider time;
    private bool isDisposed;

    private AvatarDownload(
        IAvatarStore avatars,
        DownloadSlot slot,
        TimeProvider time,
        AvatarDetails details,
        byte[] buffer,
        bool isKnown
    )
    {
        this.avatars = avatars;
        this.slot = slot;
        this.time = time;
        this.buffer = buffer;
        Details = details;
        IsKnown = isKnown;
    }

    public AvatarDetails Details { get; }

    /// <summary>The client has this picture already.</summary>
    public bool IsKnown { get; }

    /// <summary>Finds a user's picture; <c>null</c> where there is none. A place for it was taken, and goes with it.</summary>
    internal static async Task<AvatarDownload?> OpenAsync(
        IAvatarStore avatars,
        DownloadSlot slot,
        TimeProvider time,
        Guid userId,
        IfNoneMatch known,
        CancellationToken ct
    )
    {
        var buffer = AvatarChunks.Rent();
        AvatarDetails? found = null;
        try
        {
            found = await avatars.FindAsync(userId, known, buffer.AsMemory(0, AvatarChunks.Bytes), ct);
        }
        finally
        {
            if (found is null)
            {
                AvatarChunks.Return(buffer);
                slot.Dispose();
            }
        }
        return found is null ? null : new AvatarDownload(avatars, slot, time, found, buffer, known.Covers(found.Tag));
    }

    /// <summary>
    /// Writes all of it; <c>false</c> where it was replaced or deleted before the end, or the client took too long, so that it has a part.
    /// </summary>
    public async Task<bool> CopyToAsync(Stream target, CancellationToken ct)
    {
        using var deadline = new CancellationTokenSource(slot.Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
        try
        {
            return await WriteAsync(target, either.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task<bool> WriteAsync(Stream target, CancellationToken ct)
    {
        for (var number = 0; AvatarChunks.LengthOf(number, Details.Size) is > 0 and var length; number++)
        {
            var chunk = buffer.AsMemory(0, length);
            if (number > 0 && !await avatars.ReadAsync(Details.Id, number, chunk, ct))
                return false;
            await target.WriteAsync(chunk, ct);
        }
        return true;
    }

    public void Dispose()
    {
        // A buffer that is given back twice would be lent to two at once.
        if (isDisposed)
            return;
        isDisposed = true;
        AvatarChunks.Return(buffer);
        slot.Dispose();
    }
}
