using Enterprise.Application.Lists;

namespace Enterprise.Application.Audit;

/// <summary>Which entries of the audit trail, from where on.</summary>
/// <param name="From">Not before.</param>
/// <param name="To">Before.</param>
/// <param name="Size">At most so many.</param>
/// <param name="After">Only what comes after this, and so is older; <c>null</c> from the newest on.</param>
public sealed record AuditSearch(
    Guid? Actor,
    Guid? Subject,
    string? Action,
    DateTimeOffset? From,
    DateTimeOffset? To,
    int Size,
    Position? After
);

/// <summary>What a search found.</summary>
/// <param name="Last">Where this ended, if there is more.</param>
public sealed record AuditSlice(IReadOnlyList<AuditEntry> Items, Position? Last);
