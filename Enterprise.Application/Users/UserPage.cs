using System.Text.Json.Serialization;
using Enterprise.Application.Lists;

namespace Enterprise.Application.Users;

/// <summary>A page of the people.</summary>
/// <param name="Items">At most `page_size`.</param>
/// <param name="Page" example="1">From 1; left out where the page was asked for by cursor.</param>
/// <param name="PageSize" example="20">Entries on a full page.</param>
/// <param name="Total" example="1832">
/// How many match, over all pages; exact up to 1000. Beyond that `total_is_estimate` is true: of all people the number is what the
/// database's statistics say, of a search or a filter it is 1000, which is the least it is. Left out where the page was asked for by
/// cursor.
/// </param>
/// <param name="TotalIsEstimate" example="false">Whether `total` is not exact; left out with it.</param>
/// <param name="NextCursor">What to ask for the next page with, beside the same other parameters; <c>null</c> on the last page.</param>
public sealed record UserPage(
    IReadOnlyList<User> Items,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Page,
    int PageSize,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Total,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? TotalIsEstimate,
    string? NextCursor
) : IListPage;
