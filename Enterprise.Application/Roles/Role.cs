namespace Enterprise.Application.Roles;

/// <summary>A named set of permissions.</summary>
/// <param name="Name" example="auditor">Unique; it never changes.</param>
/// <param name="Description" example="Reads who did what.">What the role is for: at most 256 characters.</param>
/// <param name="Permissions" example='["audit.read","users.read"]'>What it allows: names from the catalogue, sorted.</param>
/// <param name="BuiltIn" example="false">Every installation has it; it can be neither changed nor deleted.</param>
public sealed record Role(string Name, string Description, IReadOnlyList<string> Permissions, bool BuiltIn);
