using Enterprise.Application;
using Enterprise.Application.Lists;
using Enterprise.Application.Users;
using Enterprise.Domain.Users;

namespace Enterprise.Tests.Support.InMemory;

/// <summary>Reads the people of a <see cref="World"/>, under its lock.</summary>
internal sealed class InMemoryUserList(World world)
{
    public UserSlice Search(UserSearch search)
    {
        var all = world
            .Accounts.Values.Where(account => IsMatch(account, search))
            .Select(account => (Account: account, At: PositionOf(account, search.Sort.By)))
            .Order(new ByPosition(search.Sort.IsDescending))
            .ToArray();
        var rest = all.Where(entry => IsAfter(entry.At, search)).Skip(search.Skip).ToArray();
        var page = rest.Take(search.Size).ToArray();
        return new UserSlice(
            [.. page.Select(entry => ToUser(entry.Account).Value)],
            rest.Length > search.Size ? page[^1].At : null,
            search.After is null ? TotalOf(all.Length, search) : null
        );
    }

    public Tagged<User>? Find(Guid userId) =>
        world.Accounts.TryGetValue(userId, out var account) ? ToUser(account) : null;

    private Tagged<User> ToUser(StoredAccount account) =>
        new(
            new User(
                account.Registered.Id,
                account.Email.Value,
                account.Name?.Value,
                world.Roles.Names(account.Roles),
                account.IsLocked ? UserStatus.Locked : UserStatus.Active,
                account.CreatedAt,
                account.UpdatedAt
            ),
            world.TagOf(account)
        );

    private static bool IsMatch(StoredAccount account, UserSearch search) =>
        (search.Text is null || TextOf(account).Contains(Lower(search.Text), StringComparison.Ordinal))
        && (search.Role is null || account.Roles.Contains(search.Role.Value))
        && (search.Status is null || search.Status == UserStatus.Locked == account.IsLocked);

    private static string TextOf(StoredAccount account) => Lower($"{account.Email}\n{account.Name}");

    // The real one lower-cases as Unicode says, and by that also sorts names.
    private static string Lower(string? text) => (text ?? "").ToLowerInvariant();

    private static Position PositionOf(StoredAccount account, UserSortKey by) =>
        new(
            by switch
            {
                UserSortKey.Email => account.Email.Value,
                UserSortKey.Name => Lower(account.Name?.Value),
                _ => "",
            },
            account.Registered.Id
        );

    private static bool IsAfter(Position position, UserSearch search) =>
        search.After is not { } after
        || (search.Sort.IsDescending ? Compare(position, after) < 0 : Compare(position, after) > 0);

    private static int Compare(Position one, Position two) =>
        string.CompareOrdinal(one.Key, two.Key) is var byKey and not 0 ? byKey : one.Id.CompareTo(two.Id);

    private static UserTotal TotalOf(int count, UserSearch search) =>
        count <= UserTotal.ExactUpTo
            ? new UserTotal(count, IsEstimate: false)
            : new UserTotal(
                search is { Text: null, Role: null, Status: null } ? count : UserTotal.ExactUpTo,
                IsEstimate: true
            );

    private sealed class ByPosition(bool isDescending) : IComparer<(StoredAccount Account, Position At)>
    {
        public int Compare((StoredAccount Account, Position At) x, (StoredAccount Account, Position At) y) =>
            isDescending ? InMemoryUserList.Compare(y.At, x.At) : InMemoryUserList.Compare(x.At, y.At);
    }
}
