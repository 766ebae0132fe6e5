using Enterprise.Application;
using Npgsql;
using NpgsqlTypes;

namespace Enterprise.Persistence.Database;

/// <summary>
/// Adds the <c>$1, $2 ...</c> of a statement in order, typed, so that nothing is boxed or guessed: to a command, or to one of
/// several that go in one round trip and one transaction.
/// </summary>
internal static class Parameters
{
    public static NpgsqlCommand With<T>(this NpgsqlCommand command, T value)
    {
        command.Parameters.With(value);
        return command;
    }

    public static NpgsqlCommand WithText(this NpgsqlCommand command, string? value)
    {
        command.Parameters.WithText(value);
        return command;
    }

    public static NpgsqlCommand WithId(this NpgsqlCommand command, Guid? value)
    {
        command.Parameters.WithNullable(value, NpgsqlDbType.Uuid);
        return command;
    }

    /// <summary>Address, user agent and request id, as every audited statement has them.</summary>
    public static NpgsqlCommand WithOrigin(this NpgsqlCommand command, RequestOrigin origin)
    {
        command.Parameters.WithOrigin(origin);
        return command;
    }

    /// <summary>Adds a statement to a batch; gives its parameters.</summary>
    public static NpgsqlParameterCollection Add(this NpgsqlBatch batch, string sql)
    {
        var command = new NpgsqlBatchCommand(sql);
        batch.BatchCommands.Add(command);
        return command.Parameters;
    }

    public static NpgsqlParameterCollection With<T>(this NpgsqlParameterCollection parameters, T value)
    {
        parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return parameters;
    }

    public static NpgsqlParameterCollection WithText(this NpgsqlParameterCollection parameters, string? value) =>
        parameters.WithNullable(value, NpgsqlDbType.Varchar);

    public static NpgsqlParameterCollection WithOrigin(
        this NpgsqlParameterCollection parameters,
        RequestOrigin origin
    ) =>
        parameters
            .WithNullable(origin.Address, NpgsqlDbType.Inet)
            .WithText(origin.UserAgent)
            .WithText(origin.RequestId);

    private static NpgsqlParameterCollection WithNullable(
        this NpgsqlParameterCollection parameters,
        object? value,
        NpgsqlDbType type
    )
    {
        parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value, NpgsqlDbType = type });
        return parameters;
    }

    /// <summary>The ids in the first column of all rows.</summary>
    public static async Task<List<Guid>> ReadIdsAsync(this NpgsqlDataReader reader, CancellationToken ct)
    {
        List<Guid> ids = [];
        while (await reader.ReadAsync(ct))
            ids.Add(reader.GetGuid(0));
        return ids;
    }

    /// <summary>Reads to where the server says that the transaction is committed; what befalls it until then is thrown here.</summary>
    public static async Task FinishAsync(this NpgsqlDataReader reader, CancellationToken ct)
    {
        while (await reader.NextResultAsync(ct))
            _ = reader.FieldCount;
    }
}
