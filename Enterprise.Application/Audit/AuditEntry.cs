using System.Text.Json;

namespace Enterprise.Application.Audit;

/// <summary>One entry of the audit trail.</summary>
/// <param name="Id" example="0197a3c2-b1d4-7e0f-9a6b-5c4d3e2f1a0b">Of the entry.</param>
/// <param name="At" example="2026-03-14T09:26:53.589793Z">When it happened, by the database's clock.</param>
/// <param name="Action" example="roles.change">What was done or tried.</param>
/// <param name="Outcome" example="succeeded">`succeeded`, or why not.</param>
/// <param name="Actor" example="0197a3c2-b1d4-7e0f-9a6b-5c4d3e2f1a0b">The account that did it; <c>null</c> where nobody had proved who they are.</param>
/// <param name="Subject" example="0197a3c2-b1d4-7e0f-9a6b-5c4d3e2f1a0c">The account or role that it was done to; it may be gone by now.</param>
/// <param name="Address" example="203.0.113.7">The client's address.</param>
/// <param name="UserAgent" example="Mozilla/5.0">As the client sent it, at most 256 characters.</param>
/// <param name="RequestId" example="01a2027ac4ad7d3c997c1994dc92260b">Finds the lines of the log.</param>
/// <param name="Changes">
/// What changed, by member; with an outcome other than `succeeded`, what would have. <c>null</c> where nothing did or it is a secret.
/// </param>
public sealed record AuditEntry(
    Guid Id,
    DateTimeOffset At,
    string Action,
    string Outcome,
    Guid? Actor,
    Guid? Subject,
    string? Address,
    string? UserAgent,
    string RequestId,
    IReadOnlyDictionary<string, AuditChange>? Changes
);

/// <summary>What changed of one member.</summary>
/// <param name="From" example="Ada">What it was: text, a number, a list; <c>null</c> where there was nothing.</param>
/// <param name="To" example="Ada King">What it is from then on; <c>null</c> where there is nothing any more.</param>
public sealed record AuditChange(JsonElement? From, JsonElement? To);
