namespace Enterprise.Persistence.Audit;

/// <summary>The audit entry as part of a statement that does more.</summary>
internal static class AuditSql
{
    /// <summary>Starts an insert; nine values follow, in this order.</summary>
    public const string Insert =
        "INSERT INTO audit_entries (id, at, action, outcome, actor_id, subject_id, address, user_agent, request_id)";
}
