using Enterprise.Application.Lists;

namespace Enterprise.Application.Audit;

/// <summary>A page of the audit trail.</summary>
/// <param name="Items">At most `page_size`, the newest first.</param>
/// <param name="NextCursor">What to ask for the next page with, beside the same other parameters; <c>null</c> on the last page.</param>
public sealed record AuditPage(IReadOnlyList<AuditEntry> Items, string? NextCursor) : IListPage
{
    int? IListPage.Page => null;

    int IListPage.PageSize => Items.Count;

    long? IListPage.Total => null;
}
