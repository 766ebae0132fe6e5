namespace Enterprise.Application.Users;

/// <summary>In which order people are listed.</summary>
/// <param name="By">What they are sorted by.</param>
/// <param name="IsDescending">The last first.</param>
public readonly record struct UserSort(UserSortKey By, bool IsDescending)
{
    private static readonly UserSort Default = new(UserSortKey.CreatedAt, IsDescending: true);

    /// <summary>Reads <c>email</c>, <c>-email</c> and so on; nothing is the default, the youngest account first.</summary>
    public static bool TryParse(string? text, out UserSort sort)
    {
        sort = Default;
        if (text is null)
            return true;
        var isDescending = text.StartsWith('-');
        UserSortKey? by = (isDescending ? text[1..] : text) switch
        {
            "created_at" => UserSortKey.CreatedAt,
            "email" => UserSortKey.Email,
            "name" => UserSortKey.Name,
            _ => null,
        };
        sort = new UserSort(by ?? default, isDescending);
        return by is not null;
    }
}

/// <summary>What people can be sorted by: each has an index.</summary>
public enum UserSortKey
{
    /// <summary>By id, which is a UUIDv7 and sorts by time.</summary>
    CreatedAt,
    Email,

    /// <summary>Whatever its case; those without one come first.</summary>
    Name,
}
