using Enterprise.Application.Passwords;
using Enterprise.Application.Validation;
using Enterprise.Domain.Common;
using FluentValidation;

namespace Enterprise.Application.Accounts;

/// <summary>Asks for a new account.</summary>
/// <param name="Email" example="ada@example.com">The address to sign in with: at most 254 characters of ASCII; trimmed and lower-cased.</param>
/// <param name="Password" example="violet-kettle-orbit-93">
/// 12 to 128 characters, any Unicode but control characters (NFC); not a common password, not the e-mail address or the name.
/// </param>
/// <param name="Name" example="Ada Lovelace">What to call the person: 1 to 64 characters after trimming; optional.</param>
public sealed record Register(string? Email, Secret? Password, string? Name);

/// <summary>The rules of <see cref="Register"/>.</summary>
public sealed class RegisterValidator : AbstractValidator<Register>
{
    public RegisterValidator(PasswordRules passwords)
    {
        RuleFor(message => message.Email).EmailAddress();
        RuleFor(message => message.Name).PersonName();
        RuleFor(message => message.Password).NewPassword(passwords, message => (message.Email, message.Name));
    }
}
