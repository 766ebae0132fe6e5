using Enterprise.Application.Abstractions;

namespace Enterprise.Application.Accounts.Avatars;

/// <summary>A picture on its way to a client, one chunk in memory at a time; nothing of the store is held while the client takes it.</summary>
public sealed class AvatarDownload : IDisposable
{
    private readonly IAvatarStore avatars;
    private readonly byte[] buffer;
    private bool isDisposed;

    private AvatarDownload(IAvatarStore avatars, AvatarDetails details, byte[] buffer, bool isKnown)
    {
        this.avatars = avatars;
        this.buffer = buffer;
        Details = details;
        IsKnown = isKnown;
    }

    public AvatarDetails Details { get; }

    /// <summary>The client has this picture already.</summary>
    public bool IsKnown { get; }

    /// <summary>Finds a user's picture; <c>null</c> where there is none.</summary>
    internal static async Task<AvatarDownload?> OpenAsync(
        IAvatarStore avatars,
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
                AvatarChunks.Return(buffer);
        }
        return found is null ? null : new AvatarDownload(avatars, found, buffer, known.Covers(found.Tag));
    }

    /// <summary>Writes all of it; <c>false</c> where it was replaced or deleted before the end, so that the client has a part of it.</summary>
    public async Task<bool> CopyToAsync(Stream target, CancellationToken ct)
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
    }
}
