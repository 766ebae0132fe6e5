using Enterprise.Application.Lists;
using Enterprise.Application.Validation;
using Enterprise.Domain.Users;
using FluentValidation;

namespace Enterprise.Application.Users;

/// <summary>Asks for a page of the people. With `cursor` the other parameters have to be those that the cursor was given for.</summary>
/// <param name="Page" example="1">The number of the page, from 1, which is the default; page times size is at most 10000. Not with `cursor`.</param>
/// <param name="PageSize" example="20">Entries on a page: 1 to 100, by default 20.</param>
/// <param name="Q" example="lovelace">
/// A part of the address or of the name, whatever its case: at most 128 characters. All characters stand for themselves.
/// </param>
/// <param name="Role" example="user">Only those who hold this role.</param>
/// <param name="Status" example="active">Only those who are `active` or `locked`.</param>
/// <param name="Sort" example="-created_at">`created_at`, `email` or `name`, with a minus for the other direction; by default `-created_at`.</param>
/// <param name="Cursor">What a page before this one gave as `next_cursor`. It is opaque.</param>
public sealed record ListUsers(
    int? Page,
    int? PageSize,
    string? Q,
    string? Role,
    UserStatus? Status,
    string? Sort,
    string? Cursor
);

/// <summary>The rules of <see cref="ListUsers"/>.</summary>
public sealed class ListUsersValidator : AbstractValidator<ListUsers>
{
    public const int SearchMaxLength = 128;

    private const int SortMaxLength = 16;

    public ListUsersValidator()
    {
        RuleFor(query => query.PageSize).PageSize();
        RuleFor(query => query.Cursor).Shape(new TextShape(null, Cursors.MaxLength));
        RuleFor(query => query.Page).PageNumber(query => query.PageSize, query => query.Cursor);
        RuleFor(query => query.Q)
            .Shape(new TextShape(null, SearchMaxLength))
            .Must(text =>
                text is null || (text.EnumerateRunes().Count() <= SearchMaxLength && !text.Any(char.IsControl))
            )
            .WithErrorCode("invalid_search")
            .WithMessage($"A search has at most {SearchMaxLength} characters, and no control characters.");
        When(query => query.Role is not null, () => RuleFor(query => query.Role).RoleName());
        RuleFor(query => query.Sort)
            .Shape(new TextShape(null, SortMaxLength, Pattern: "^-?(created_at|email|name)$"))
            .Must(text => UserSort.TryParse(text, out _))
            .WithErrorCode("unknown_sort")
            .WithMessage("Sort by created_at, email or name, or by one of these with a minus.");
    }
}
