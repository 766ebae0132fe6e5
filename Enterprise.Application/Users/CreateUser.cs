using Enterprise.Application.Passwords;
using Enterprise.Application.Validation;
using Enterprise.Domain.Common;
using FluentValidation;

namespace Enterprise.Application.Users;

/// <summary>Asks for an account for somebody else.</summary>
/// <param name="Email" example="grace@example.com">The address to sign in with: at most 254 characters of ASCII; trimmed and lower-cased.</param>
/// <param name="Name" example="Grace Hopper">What to call the person: 1 to 64 characters after trimming; optional.</param>
/// <param name="Password" example="violet-kettle-orbit-93">
/// 12 to 128 characters, any Unicode but control characters (NFC); not a common password, not the e-mail address or the name.
/// </param>
/// <param name="Roles" example='["user"]'>
/// Names of roles, each once, at most 64; without it `user` alone. Any other needs the permission `roles.assign`.
/// </param>
public sealed record CreateUser(string? Email, string? Name, Secret? Password, IReadOnlyList<string>? Roles);

/// <summary>The rules of <see cref="CreateUser"/>.</summary>
public sealed class CreateUserValidator : AbstractValidator<CreateUser>
{
    public CreateUserValidator(PasswordRules passwords)
    {
        RuleFor(message => message.Email).EmailAddress();
        RuleFor(message => message.Name).PersonName();
        RuleFor(message => message.Password).NewPassword(passwords, message => (message.Email, message.Name));
        RuleFor(message => message.Roles).RoleNames();
    }
}
