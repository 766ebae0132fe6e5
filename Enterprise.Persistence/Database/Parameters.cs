using System.Net;
using Enterprise.Application;
using Npgsql;
using NpgsqlTypes;

namespace Enterprise.Persistence.Database;

/// <summary>Adds the <c>$1, $2 ...</c> of a statement in order, typed, so that nothing is boxed or guessed.</summary>
internal static class Parameters
{
    public static NpgsqlCommand With<T>(this NpgsqlCommand command, T value)
    {
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return command;
    }

    public static NpgsqlCommand WithText(this NpgsqlCommand command, string? value) =>
        command.WithNullable(value, NpgsqlDbType.Varchar);

    private static NpgsqlCommand WithAddress(this NpgsqlCommand command, IPAddress? value) =>
        command.WithNullable(value, NpgsqlDbType.Inet);

    public static NpgsqlCommand WithId(this NpgsqlCommand command, Guid? value) =>
        command.WithNullable(value, NpgsqlDbType.Uuid);

    /// <summary>Address, user agent and request id, as every audited statement ends.</summary>
    public static NpgsqlCommand WithOrigin(this NpgsqlCommand command, RequestOrigin origin) =>
        command.WithAddress(origin.Address).WithText(origin.UserAgent).WithText(origin.RequestId);

    private static NpgsqlCommand WithNullable(this NpgsqlCommand command, object? value, NpgsqlDbType type)
    {
        command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value, NpgsqlDbType = type });
        return command;
    }
}
