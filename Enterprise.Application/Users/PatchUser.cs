using Enterprise.Application.Validation;
using FluentValidation;

namespace Enterprise.Application.Users;

/// <summary>Says what of a person's account is otherwise from now on; at least one member is needed, and what is left out stays.</summary>
/// <param name="Name" example="Grace Hopper">What to call the person: 1 to 64 characters after trimming.</param>
/// <param name="Email" example="grace@example.com">
/// The address to sign in with: at most 254 characters of ASCII; trimmed and lower-cased. It needs the permission `users.write`, also
/// for one's own account.
/// </param>
public sealed record PatchUser(string? Name, string? Email);

/// <summary>The rules of <see cref="PatchUser"/>.</summary>
public sealed class PatchUserValidator : AbstractValidator<PatchUser>
{
    public PatchUserValidator()
    {
        RuleFor(message => message.Name).PersonName();
        RuleFor(message => message.Name)
            .NotNull()
            .When(message => message.Email is null)
            .WithErrorCode("nothing_to_change")
            .WithMessage("A name or an address is needed.");
        When(message => message.Email is not null, () => RuleFor(message => message.Email).EmailAddress());
    }
}
