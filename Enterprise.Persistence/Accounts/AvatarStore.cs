using System.Buffers;
using System.Data;
using Enterprise.Application;
using Enterprise.Application.Abstractions;
using Enterprise.Application.Accounts.Avatars;
using Enterprise.Application.Audit;
using Enterprise.Domain.Audit;
using Enterprise.Persistence.Database;
using Enterprise.Persistence.Sessions;
using Npgsql;

namespace Enterprise.Persistence.Accounts;

/// <summary>
/// Pictures as rows. Each call is one short use of a connection, however long the client takes between two of them. What is lent by a caller
/// is copied: a use that was given up on may go on behind its back.
/// </summary>
internal sealed class AvatarStore(NpgsqlDataSource source, DatabaseGate database, AuditMetrics audit, TimeProvider time)
    : IAvatarStore
{
    public Task<bool> BeginAsync(Guid avatarId, Guid userId, CancellationToken ct) =>
        database.OnceAsync(
            async token =>
            {
                await using var command = source.CreateCommand(AvatarSql.Begin).With(avatarId).With(userId);
                return await command.ExecuteNonQueryAsync(token) > 0;
            },
            ct
        );

    public async Task<bool> AppendAsync(Guid avatarId, int number, ReadOnlyMemory<byte> chunk, CancellationToken ct)
    {
        var copy = ArrayPool<byte>.Shared.Rent(chunk.Length);
        chunk.CopyTo(copy);
        var isStored = await database.OnceAsync(
            async token =>
            {
                await using var command = source
                    .CreateCommand(AvatarSql.Append)
                    .With(avatarId)
                    .With(number)
                    .With(new ReadOnlyMemory<byte>(copy, 0, chunk.Length));
                return await command.ExecuteNonQueryAsync(token) > 0;
            },
            ct
        );
        // Not where it failed: somebody may still be reading from it.
        ArrayPool<byte>.Shared.Return(copy);
        return isStored;
    }

    public Task<bool> CompleteAsync(NewAvatar avatar, RequestOrigin origin, CancellationToken ct) =>
        database.OnceAsync(
            async token =>
            {
                await using var batch = source.CreateBatch();
                batch.Add(SessionSql.LockUser).With(avatar.UserId);
                batch.Add(AvatarSql.MakeRoom).With(avatar.UserId).With(avatar.Id);
                batch
                    .Add(AvatarSql.Complete)
                    .With(avatar.UserId)
                    .With(avatar.Id)
                    .WithText(avatar.Facts.ContentType)
                    .With(avatar.Size)
                    .With(avatar.Facts.Width)
                    .With(avatar.Facts.Height)
                    .WithText(avatar.Tag)
                    .With(NewId())
                    .WithOrigin(origin);
                return await InsertsAsync(batch, AuditAction.ChangeAvatar, token);
            },
            ct,
            // The picture before it goes with all its chunks.
            database.LongWait
        );

    public Task AbandonAsync(Guid avatarId, CancellationToken ct) =>
        database.IdempotentAsync(
            async token =>
            {
                await using var command = source.CreateCommand(AvatarSql.Abandon).With(avatarId);
                return await command.ExecuteNonQueryAsync(token);
            },
            ct
        );

    public async Task<AvatarDetails?> FindAsync(
        Guid userId,
        IfNoneMatch known,
        Memory<byte> firstChunk,
        CancellationToken ct
    )
    {
        var copy = ArrayPool<byte>.Shared.Rent(firstChunk.Length);
        var (found, length) = await database.IdempotentAsync(
            token => FindWithChunkAsync(userId, known, copy, token),
            ct
        );
        copy.AsMemory(0, length).CopyTo(firstChunk);
        ArrayPool<byte>.Shared.Return(copy);
        return found;
    }

    public async Task<bool> ReadAsync(Guid avatarId, int number, Memory<byte> chunk, CancellationToken ct)
    {
        var copy = ArrayPool<byte>.Shared.Rent(chunk.Length);
        var isThere = await database.IdempotentAsync(
            async token =>
            {
                await using var command = source.CreateCommand(AvatarSql.Read).With(avatarId).With(number);
                await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, token);
                if (!await reader.ReadAsync(CancellationToken.None))
                    return false;
                await ReadAsync(reader, 0, copy.AsMemory(0, chunk.Length));
                return true;
            },
            ct
        );
        if (isThere)
            copy.AsMemory(0, chunk.Length).CopyTo(chunk);
        ArrayPool<byte>.Shared.Return(copy);
        return isThere;
    }

    public Task<bool> DeleteAsync(Guid userId, RequestOrigin origin, CancellationToken ct) =>
        database.OnceAsync(
            async token =>
            {
                await using var batch = source.CreateBatch();
                batch.Add(SessionSql.LockUser).With(userId);
                batch.Add(AvatarSql.Delete).With(userId).With(NewId()).WithOrigin(origin);
                return await InsertsAsync(batch, AuditAction.DeleteAvatar, token);
            },
            ct,
            database.LongWait
        );

    /// <summary>Gives what is known of the picture, and how many bytes of its first chunk were read.</summary>
    private async Task<(AvatarDetails? Found, int Length)> FindWithChunkAsync(
        Guid userId,
        IfNoneMatch known,
        Memory<byte> firstChunk,
        CancellationToken ct
    )
    {
        await using var command = source
            .CreateCommand(AvatarSql.Find)
            .With(userId)
            .With(known.IsAny)
            .With(known.Tags.ToArray());
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, ct);
        if (!await reader.ReadAsync(CancellationToken.None))
            return (null, 0);
        var found = new AvatarDetails(reader.GetGuid(0), reader.GetString(1), reader.GetInt32(2), reader.GetString(3));
        if (known.Covers(found.Tag))
            return (found, 0);
        var length = AvatarChunks.LengthOf(0, found.Size);
        await ReadAsync(reader, 4, firstChunk[..length]);
        return (found, length);
    }

    /// <summary>Whether the last statement, whose insert is the entry about what it did, inserted.</summary>
    private async Task<bool> InsertsAsync(NpgsqlBatch batch, string action, CancellationToken ct)
    {
        await batch.ExecuteNonQueryAsync(ct);
        var inserted = batch.BatchCommands[^1].RecordsAffected;
        audit.Wrote(action, AuditOutcome.Succeeded, (long)inserted);
        return inserted > 0;
    }

    /// <summary>
    /// From the connection into the buffer, without an array in between. Not tied to the client: a row that is left in the middle costs the
    /// connection, and whoever asks for pictures and leaves could take them all. The command's time limit bounds it.
    /// </summary>
    private static async Task ReadAsync(NpgsqlDataReader reader, int column, Memory<byte> chunk)
    {
        await using var bytes = await reader.GetStreamAsync(column, CancellationToken.None);
        await bytes.ReadExactlyAsync(chunk, CancellationToken.None);
    }

    private Guid NewId() => Guid.CreateVersion7(time.GetUtcNow());
}
