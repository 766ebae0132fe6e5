using System.Globalization;
using Enterprise.Application.Abstractions;
using Enterprise.Application.Lists;
using Enterprise.Application.Validation;
using Enterprise.Domain.Common;
using FluentValidation;

namespace Enterprise.Application.Audit;

/// <summary>Who did what.</summary>
public sealed class AuditService(IAuditTrail trail, Cursors cursors, IValidator<ListAudit> rules)
{
    /// <summary>A page of the trail, the newest first.</summary>
    public async Task<Result<AuditPage>> ListAsync(ListAudit query, CancellationToken ct)
    {
        if (rules.Check(query) is { } invalid)
            return invalid;
        Position? after = null;
        if (query.Cursor is { } cursor && !cursors.TryRead(cursor, Question(query), out after))
            return PageFailures.InvalidCursor;
        var search = new AuditSearch(
            query.Actor,
            query.Subject,
            query.Action,
            query.From,
            query.To,
            query.PageSize ?? PageRules.DefaultSize,
            after
        );
        var found = await trail.ReadAsync(search, ct);
        return new AuditPage(found.Items, found.Last is { } last ? cursors.Write(last, Question(query)) : null);
    }

    /// <summary>All that decides what is in the list.</summary>
    private static string Question(ListAudit query) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"audit\n{query.Actor}\n{query.Subject}\n{query.Action}\n{query.From?.UtcTicks}\n{query.To?.UtcTicks}"
        );
}
