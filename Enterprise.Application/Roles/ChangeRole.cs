using Enterprise.Application.Validation;
using FluentValidation;

namespace Enterprise.Application.Roles;

/// <summary>Says what a role is from now on.</summary>
/// <param name="Description" example="Reads who did what.">What the role is for: at most 256 characters, no control characters; may be empty.</param>
/// <param name="Permissions" example='["audit.read"]'>Names from the catalogue, each once; may be empty. Those that are added have to be the caller's own.</param>
public sealed record ChangeRole(string? Description, IReadOnlyList<string>? Permissions);

/// <summary>The rules of <see cref="ChangeRole"/>.</summary>
public sealed class ChangeRoleValidator : AbstractValidator<ChangeRole>
{
    public ChangeRoleValidator()
    {
        RuleFor(message => message.Description).RoleDescription();
        RuleFor(message => message.Permissions).Permissions();
    }
}
