using Enterprise.Application;
using Enterprise.Application.Lists;
using Enterprise.Application.Users;
using Enterprise.Domain.Users;
using Enterprise.Persistence.Database;
using Microsoft.AspNetCore.Identity;
using Npgsql;

namespace Enterprise.Persistence.Users;

/// <summary>Binds and reads what <see cref="UserListSql"/> and <see cref="UserSql"/> select.</summary>
internal static class UserListReading
{
    private const int TagColumn = 7;

    public static void Bind(NpgsqlParameterCollection parameters, UserSearch search, ILookupNormalizer normalizer)
    {
        if (search.Text is { } text)
            parameters.WithText(UserTerm.Write(text));
        if (search.Role is { } role)
            parameters.WithText(normalizer.NormalizeName(role.Value));
        if (search.After is { } after && search.Sort.By != UserSortKey.CreatedAt)
            parameters.WithText(after.Key);
        if (search.After is { } and var last && search.Sort.By != UserSortKey.Email)
            parameters.With(last.Id);
        // One more than is shown tells whether there is a next page.
        parameters.With(search.Size + 1).With(search.Skip);
    }

    public static async Task<UserSlice> ReadAsync(NpgsqlDataReader reader, UserSearch search, CancellationToken ct)
    {
        List<User> users = new(search.Size);
        Position? last = null;
        UserTotal? total = null;
        var isMore = false;
        while (await reader.ReadAsync(ct))
        {
            total ??= ReadTotal(reader);
            if (reader.IsDBNull(0))
                break;
            if (users.Count == search.Size)
            {
                isMore = true;
                continue;
            }
            users.Add(reader.GetUser());
            last = new Position(reader.GetString(UserListSql.SortKeyColumn), users[^1].Id);
        }
        // An estimate is never less than what was seen.
        var seen = search.Skip + users.Count + (isMore ? 1 : 0);
        if (total is { IsEstimate: true } about && about.Count < seen)
            total = about with { Count = seen };
        return new UserSlice(users, isMore ? last : null, total);
    }

    public static Tagged<User> GetTaggedUser(this NpgsqlDataReader reader) =>
        new(reader.GetUser(), reader.GetString(TagColumn));

    private static User GetUser(this NpgsqlDataReader reader) =>
        new(
            reader.GetGuid(0),
            reader.GetString(1),
            reader.IsDBNull(2) ? null : reader.GetString(2),
            reader.GetFieldValue<string[]>(3),
            reader.GetBoolean(4) ? UserStatus.Locked : UserStatus.Active,
            reader.GetFieldValue<DateTimeOffset>(5),
            reader.GetFieldValue<DateTimeOffset>(6)
        );

    private static UserTotal? ReadTotal(NpgsqlDataReader reader)
    {
        if (reader.IsDBNull(UserListSql.TotalColumn))
            return null;
        var counted = reader.GetInt64(UserListSql.TotalColumn);
        return counted > UserTotal.ExactUpTo
            ? new UserTotal(reader.GetInt64(UserListSql.EstimateColumn), IsEstimate: true)
            : new UserTotal(counted, IsEstimate: false);
    }
}
