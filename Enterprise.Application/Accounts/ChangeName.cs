using Enterprise.Application.Validation;
using FluentValidation;

namespace Enterprise.Application.Accounts;

/// <summary>Asks to be called otherwise.</summary>
/// <param name="Name" example="Ada King">What to call the person: 1 to 64 characters after trimming.</param>
public sealed record ChangeName(string? Name);

/// <summary>The rules of <see cref="ChangeName"/>: a name as at registration, but not none.</summary>
public sealed class ChangeNameValidator : AbstractValidator<ChangeName>
{
    public ChangeNameValidator()
    {
        RuleFor(message => message.Name).PersonName();
        RuleFor(message => message.Name).NotNull().WithErrorCode("required").WithMessage("A name is needed.");
    }
}
