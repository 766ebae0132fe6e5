using Enterprise.Application.Validation;
using FluentValidation;

namespace Enterprise.Application.Roles;

/// <summary>Asks for a new role.</summary>
/// <param name="Name" example="auditor">1 to 64 of `a-z`, `0-9`, `_` and `-`, the first a letter. It cannot be changed later.</param>
/// <param name="Description" example="Reads who did what.">What the role is for: at most 256 characters, no control characters; may be empty.</param>
/// <param name="Permissions" example='["audit.read","users.read"]'>Names from the catalogue, each once; may be empty. All have to be the caller's own.</param>
public sealed record CreateRole(string? Name, string? Description, IReadOnlyList<string>? Permissions);

/// <summary>The rules of <see cref="CreateRole"/>.</summary>
public sealed class CreateRoleValidator : AbstractValidator<CreateRole>
{
    public CreateRoleValidator()
    {
        RuleFor(message => message.Name).RoleName();
        RuleFor(message => message.Description).RoleDescription();
        RuleFor(message => message.Permissions).Permissions();
    }
}
