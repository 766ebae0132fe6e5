using Enterprise.Domain.Roles;

namespace Enterprise.Application.Roles;

/// <summary>A role about to be stored.</summary>
/// <param name="Description">Within the bounds of <see cref="RoleDescription"/>.</param>
/// <param name="Permissions">Names from the catalogue, each once, sorted.</param>
public sealed record RoleDefinition(RoleName Name, string Description, IReadOnlyList<string> Permissions);
