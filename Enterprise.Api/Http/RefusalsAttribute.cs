namespace Enterprise.Api.Http;

/// <summary>The statuses with which an action refuses, for the Swagger page; each is a problem document.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RefusalsAttribute(params int[] statuses) : Attribute
{
    public IReadOnlyList<int> Statuses { get; } = statuses;
}
