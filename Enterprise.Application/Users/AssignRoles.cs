using Enterprise.Application.Validation;
using FluentValidation;

namespace Enterprise.Application.Users;

/// <summary>Says which roles a person holds from now on.</summary>
/// <param name="Roles" example='["auditor","user"]'>
/// Names of roles, each once, at most 64; all that the person shall hold, there may be none. What those allow that are added has to be
/// among the caller's own permissions.
/// </param>
public sealed record AssignRoles(IReadOnlyList<string>? Roles);

/// <summary>The rules of <see cref="AssignRoles"/>.</summary>
public sealed class AssignRolesValidator : AbstractValidator<AssignRoles>
{
    public AssignRolesValidator()
    {
        RuleFor(message => message.Roles)
            .NotNull()
            .WithErrorCode("required")
            .WithMessage("The roles are needed; there may be none.");
        RuleFor(message => message.Roles).RoleNames();
    }
}
