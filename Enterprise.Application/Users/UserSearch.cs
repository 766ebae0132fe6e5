using Enterprise.Application.Lists;
using Enterprise.Domain.Roles;
using Enterprise.Domain.Users;

namespace Enterprise.Application.Users;

/// <summary>Which people, in which order, from where on.</summary>
/// <param name="Text">A part of address or name; <c>null</c> for all.</param>
/// <param name="Size">At most so many.</param>
/// <param name="Skip">How many come before; 0 with <paramref name="After"/>.</param>
/// <param name="After">Only what comes after this; <c>null</c> from the start, which also counts all that match.</param>
public sealed record UserSearch(
    string? Text,
    RoleName? Role,
    UserStatus? Status,
    UserSort Sort,
    int Size,
    int Skip,
    Position? After
);

/// <summary>What a search found.</summary>
/// <param name="Last">Where this ended, if there is more.</param>
/// <param name="Total">How many match in all; <c>null</c> where nobody asked.</param>
public sealed record UserSlice(IReadOnlyList<User> Items, Position? Last, UserTotal? Total);

/// <summary>How many people match a search.</summary>
/// <param name="IsEstimate">There are more than are counted one by one.</param>
public readonly record struct UserTotal(long Count, bool IsEstimate)
{
    /// <summary>Up to this the number is exact: each costs a read somewhere in the table.</summary>
    public const int ExactUpTo = 1_000;
}
