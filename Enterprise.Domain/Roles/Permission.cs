namespace Enterprise.Domain.Roles;

/// <summary>A permission: what a role can hold.</summary>
/// <param name="Name" example="audit.read">What it is about, a dot, and which verb; stable.</param>
/// <param name="Description" example="Read the audit trail.">What it allows, in one sentence for a person.</param>
public sealed record Permission(string Name, string Description);
