using Enterprise.Application.Passwords;
using Enterprise.Persistence.Database;
using Npgsql;

namespace Enterprise.Persistence.Accounts;

/// <summary>What a rotation found.</summary>
/// <param name="Renewed">Sealed anew under the current pepper.</param>
/// <param name="Current">Under the current pepper already.</param>
/// <param name="Unreadable">Under none of the configured peppers; left as they are.</param>
/// <param name="Changed">Changed by somebody else in the meantime; what they hold now is not known.</param>
public sealed record PepperRotationResult(int Renewed, int Current, int Unreadable, int Changed);

/// <summary>Seals every stored hash anew under the current pepper, without anybody's password and while the program serves.</summary>
public sealed class PepperRotation(NpgsqlDataSource source, PasswordEnvelope envelope)
{
    private const int BatchSize = 500;

    private const string BatchSql = "SELECT id, password_hash FROM users WHERE id > $1 ORDER BY id LIMIT $2";

    /// <summary>A password that is changed, or renewed by a login, in the meantime is newer than what was read.</summary>
    private const string RenewSql = "UPDATE users SET password_hash = $3 WHERE id = $1 AND password_hash = $2";

    /// <summary>Goes through all accounts in batches; it can be broken off and repeated.</summary>
    public async Task<PepperRotationResult> RunAsync(CancellationToken ct)
    {
        var result = new PepperRotationResult(0, 0, 0, 0);
        var last = Guid.Empty;
        while (await ReadBatchAsync(last, ct) is { Count: > 0 } batch)
        {
            foreach (var (id, hash) in batch)
                result = await RenewAsync(id, hash, result, ct);
            last = batch[^1].Id;
        }
        return result;
    }

    private async Task<PepperRotationResult> RenewAsync(
        Guid id,
        string hash,
        PepperRotationResult result,
        CancellationToken ct
    )
    {
        if (!envelope.TryOpen(id, hash, out var phc, out var isCurrent))
            return result with { Unreadable = result.Unreadable + 1 };
        if (isCurrent)
            return result with { Current = result.Current + 1 };
        await using var command = source
            .CreateCommand(RenewSql)
            .With(id)
            .WithText(hash)
            .WithText(envelope.Seal(id, phc));
        return await command.ExecuteNonQueryAsync(ct) > 0
            ? result with
            {
                Renewed = result.Renewed + 1,
            }
            : result with
            {
                Changed = result.Changed + 1,
            };
    }

    private async Task<List<(Guid Id, string Hash)>> ReadBatchAsync(Guid after, CancellationToken ct)
    {
        await using var command = source.CreateCommand(BatchSql).With(after).With(BatchSize);
        await using var reader = await command.ExecuteReaderAsync(ct);
        List<(Guid, string)> batch = [];
        while (await reader.ReadAsync(ct))
            batch.Add((reader.GetGuid(0), reader.GetString(1)));
        return batch;
    }
}
