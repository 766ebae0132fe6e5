using System.Data;
using Enterprise.Application;
using Enterprise.Application.Abstractions;
using Enterprise.Application.Accounts.Avatars;
using Enterprise.Persistence.Database;
using Enterprise.Persistence.Sessions;
using Npgsql;

namespace Enterprise.Persistence.Accounts;

/// <summary>Pictures as rows. Each call is one short use of a connection, however long the client takes between two of them.</summary>
internal sealed class AvatarStore(NpgsqlDataSource source, TimeProvider time) : IAvatarStore
{
    public async Task<bool> BeginAsync(Guid avatarId, Guid userId, CancellationToken ct)
    {
        await using var command = source.CreateCommand(AvatarSql.Begin).With(avatarId).With(userId);
        return await Retry.OnceAsync(() => command.ExecuteNonQueryAsync(ct)) > 0;
    }

    public async Task<bool> AppendAsync(Guid avatarId, int number, ReadOnlyMemory<byte> chunk, CancellationToken ct)
    {
        await using var command = source.CreateCommand(AvatarSql.Append).With(avatarId).With(number).With(chunk);
        return await Retry.OnceAsync(() => command.ExecuteNonQueryAsync(ct)) > 0;
    }

    public async Task<bool> CompleteAsync(NewAvatar avatar, RequestOrigin origin, CancellationToken ct)
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
        return await Retry.OnceAsync(() => InsertsAsync(batch, ct));
    }

    public async Task AbandonAsync(Guid avatarId, CancellationToken ct)
    {
        await using var command = source.CreateCommand(AvatarSql.Abandon).With(avatarId);
        await Retry.IdempotentAsync(() => command.ExecuteNonQueryAsync(ct));
    }

    public async Task<AvatarDetails?> FindAsync(
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
        await using var reader = await Retry.IdempotentAsync(() =>
            command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, ct)
        );
        if (!await reader.ReadAsync(CancellationToken.None))
            return null;
        var found = new AvatarDetails(reader.GetGuid(0), reader.GetString(1), reader.GetInt32(2), reader.GetString(3));
        if (!known.Covers(found.Tag))
            await ReadAsync(reader, 4, firstChunk[..AvatarChunks.LengthOf(0, found.Size)]);
        return found;
    }

    public async Task<bool> ReadAsync(Guid avatarId, int number, Memory<byte> chunk, CancellationToken ct)
    {
        await using var command = source.CreateCommand(AvatarSql.Read).With(avatarId).With(number);
        await using var reader = await Retry.IdempotentAsync(() =>
            command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, ct)
        );
        if (!await reader.ReadAsync(CancellationToken.None))
            return false;
        await ReadAsync(reader, 0, chunk);
        return true;
    }

    public async Task<bool> DeleteAsync(Guid userId, RequestOrigin origin, CancellationToken ct)
    {
        await using var batch = source.CreateBatch();
        batch.Add(SessionSql.LockUser).With(userId);
        batch.Add(AvatarSql.Delete).With(userId).With(NewId()).WithOrigin(origin);
        return await Retry.OnceAsync(() => InsertsAsync(batch, ct));
    }

    /// <summary>Whether the last statement, which is an insert, inserted.</summary>
    private static async Task<bool> InsertsAsync(NpgsqlBatch batch, CancellationToken ct)
    {
        await batch.ExecuteNonQueryAsync(ct);
        return batch.BatchCommands[^1].RecordsAffected > 0;
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
