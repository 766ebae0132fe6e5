using Enterprise.Application.Lists;
using Enterprise.Domain.Audit;
using FluentValidation;

namespace Enterprise.Application.Audit;

/// <summary>Asks for a page of the audit trail. With `cursor` the others but `page_size` have to be those that it was given for.</summary>
/// <param name="Actor" example="0197a3c2-b1d4-7e0f-9a6b-5c4d3e2f1a0b">Only what this account did.</param>
/// <param name="Subject" example="0197a3c2-b1d4-7e0f-9a6b-5c4d3e2f1a0c">Only what was done to this account or role.</param>
/// <param name="Action" example="sessions.login">Only this action.</param>
/// <param name="From" example="2026-03-14T00:00:00Z">Only entries of this time or later (RFC 3339, 1970 to 2100).</param>
/// <param name="To" example="2026-03-15T00:00:00Z">Only entries before this time; it has to be after `from`.</param>
/// <param name="PageSize" example="20">Entries on a page: 1 to 100, by default 20.</param>
/// <param name="Cursor">What a page before this one gave as `next_cursor`. It is opaque.</param>
public sealed record ListAudit(
    Guid? Actor,
    Guid? Subject,
    string? Action,
    DateTimeOffset? From,
    DateTimeOffset? To,
    int? PageSize,
    string? Cursor
);

/// <summary>The rules of <see cref="ListAudit"/>.</summary>
public sealed class ListAuditValidator : AbstractValidator<ListAudit>
{
    public ListAuditValidator()
    {
        RuleFor(query => query.PageSize).PageSize();
        RuleFor(query => query.Action)
            .Must(action => action is null || AuditAction.All.Contains(action))
            .WithErrorCode("unknown_action")
            .WithMessage($"There is no such action; there are {string.Join(", ", AuditAction.All)}.");
        RuleFor(query => query.To)
            .Must((query, to) => to is null || query.From is null || to > query.From)
            .WithErrorCode("not_after_from")
            .WithMessage("The end has to be after the beginning.");
    }
}
