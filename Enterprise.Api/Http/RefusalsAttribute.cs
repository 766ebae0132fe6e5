namespace Enterprise.Api.Http;

/// <summary>The statuses with which an action refuses, for the Swagger page; each is a problem document.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RefusalsAttribute(params int[] statuses) : Attribute
{
    public IReadOnlyList<int> Statuses { get; } = statuses;

    /// <summary>
    /// The codes that are this action's own, such as <c>accounts.email_taken</c>; those that any action shares, such as
    /// <c>request.malformed</c>, follow from the status.
    /// </summary>
    public string[] Codes { get; init; } = [];
}
