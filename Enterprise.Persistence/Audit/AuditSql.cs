namespace Enterprise.Persistence.Audit;

/// <summary>The audit entry as part of a statement that does more.</summary>
internal static class AuditSql
{
    private const string Columns = "id, at, action, outcome, actor_id, subject_id, address, user_agent, request_id";

    /// <summary>Starts an insert; nine values follow, in this order.</summary>
    public const string Insert = $"INSERT INTO audit_entries ({Columns})";

    /// <summary>
    /// Starts an insert; the nine values follow, and what changed as jsonb, by member: <c>{"name":{"from":...,"to":...}}</c>.
    /// </summary>
    public const string InsertWithChanges = $"INSERT INTO audit_entries ({Columns}, changes)";
}
