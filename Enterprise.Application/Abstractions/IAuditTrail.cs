using Enterprise.Application.Audit;

namespace Enterprise.Application.Abstractions;

/// <summary>The audit trail to read. It is written by whatever changes something, in the same transaction.</summary>
public interface IAuditTrail
{
    /// <summary>The entries that match, the newest first; of those of one moment the one with the highest id first.</summary>
    Task<AuditSlice> ReadAsync(AuditSearch search, CancellationToken ct);
}
