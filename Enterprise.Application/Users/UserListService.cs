using System.Globalization;
using Enterprise.Application.Abstractions;
using Enterprise.Application.Lists;
using Enterprise.Application.Validation;
using Enterprise.Domain.Common;
using Enterprise.Domain.Roles;
using FluentValidation;

namespace Enterprise.Application.Users;

/// <summary>The list of people.</summary>
public sealed class UserListService(IUserDirectory directory, Cursors cursors, IValidator<ListUsers> rules)
{
    /// <summary>A page of the people.</summary>
    public async Task<Result<UserPage>> ListAsync(ListUsers query, CancellationToken ct)
    {
        if (rules.Check(query) is { } invalid)
            return invalid;
        Position? after = null;
        if (query.Cursor is { } cursor && !cursors.TryRead(cursor, Question(query), out after))
            return PageFailures.InvalidCursor;
        _ = UserSort.TryParse(query.Sort, out var sort);
        _ = RoleName.TryParse(query.Role, out var role);
        var size = query.PageSize ?? PageRules.DefaultSize;
        var page = query.Page ?? 1;
        var search = new UserSearch(Term(query.Q), role, query.Status, sort, size, (page - 1) * size, after);
        var found = await directory.ListAsync(search, ct);
        return new UserPage(
            found.Items,
            after is null ? page : null,
            size,
            found.Total?.Count,
            found.Total?.IsEstimate,
            found.Last is { } last ? cursors.Write(last, Question(query)) : null
        );
    }

    /// <summary>As names are stored: composed (NFC), and without the spaces around it that come along when it is pasted.</summary>
    private static string? Term(string? sent) => sent?.Trim() is { Length: > 0 } text ? text.Normalize() : null;

    /// <summary>All that decides what is in the list and in which order.</summary>
    private static string Question(ListUsers query) =>
        string.Create(CultureInfo.InvariantCulture, $"users\n{query.Sort}\n{query.Status}\n{query.Role}\n{query.Q}");
}
