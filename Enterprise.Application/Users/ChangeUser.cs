using Enterprise.Application.Validation;
using FluentValidation;

namespace Enterprise.Application.Users;

/// <summary>Says what a person is called from now on, and perhaps what they sign in with.</summary>
/// <param name="Name" example="Grace Hopper">What to call the person: 1 to 64 characters after trimming.</param>
/// <param name="Email" example="grace@example.com">
/// The address to sign in with: at most 254 characters of ASCII; trimmed and lower-cased. Without it the address stays. It needs the
/// permission `users.write`, also for one's own account.
/// </param>
public sealed record ChangeUser(string? Name, string? Email);

/// <summary>The rules of <see cref="ChangeUser"/>.</summary>
public sealed class ChangeUserValidator : AbstractValidator<ChangeUser>
{
    public ChangeUserValidator()
    {
        RuleFor(message => message.Name).PersonName();
        RuleFor(message => message.Name).NotNull().WithErrorCode("required").WithMessage("A name is needed.");
        When(message => message.Email is not null, () => RuleFor(message => message.Email).EmailAddress());
    }
}
