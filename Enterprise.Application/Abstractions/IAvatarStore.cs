using Enterprise.Application.Accounts.Avatars;

namespace Enterprise.Application.Abstractions;

/// <summary>
/// Pictures of users, in chunks of <see cref="AvatarChunks.Bytes"/> of which only the last may be shorter. A picture never changes: another
/// one has another id, so what is read by an id is of one picture, or not there any more. No call waits for a client, so an implementation
/// may hold a connection for the length of a call. Uploads of several parts and reads of ranges are all it takes, which object stores have.
/// </summary>
public interface IAvatarStore
{
    /// <summary>Starts an upload that nobody sees until it is completed; <c>false</c> where the user is gone.</summary>
    Task<bool> BeginAsync(Guid avatarId, Guid userId, CancellationToken ct);

    /// <summary>Adds a chunk, from number 0 without gaps; <c>false</c> where the upload is gone.</summary>
    Task<bool> AppendAsync(Guid avatarId, int number, ReadOnlyMemory<byte> chunk, CancellationToken ct);

    /// <summary>
    /// Makes the upload the user's one picture in place of what they had, and audits that, all or nothing; <c>false</c> where the upload or
    /// the user is gone or locked. Of several at once one stays, whole.
    /// </summary>
    Task<bool> CompleteAsync(NewAvatar avatar, RequestOrigin origin, CancellationToken ct);

    /// <summary>Deletes an upload that was not completed; one that was stays.</summary>
    Task AbandonAsync(Guid avatarId, CancellationToken ct);

    /// <summary>
    /// The user's picture with its first chunk in the buffer, or <c>null</c> where there is none. No chunk is read where the reader has
    /// the picture already.
    /// </summary>
    Task<AvatarDetails?> FindAsync(Guid userId, IfNoneMatch known, Memory<byte> firstChunk, CancellationToken ct);

    /// <summary>Reads a chunk into a buffer of its length; <c>false</c> where the picture was replaced or deleted.</summary>
    Task<bool> ReadAsync(Guid avatarId, int number, Memory<byte> chunk, CancellationToken ct);

    /// <summary>Deletes the user's picture and audits that; <c>false</c> where there is none.</summary>
    Task<bool> DeleteAsync(Guid userId, RequestOrigin origin, CancellationToken ct);
}
