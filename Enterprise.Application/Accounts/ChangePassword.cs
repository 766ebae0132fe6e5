using Enterprise.Application.Passwords;
using Enterprise.Application.Validation;
using Enterprise.Domain.Common;
using FluentValidation;

namespace Enterprise.Application.Accounts;

/// <summary>Asks for another password.</summary>
/// <param name="CurrentPassword" example="violet-kettle-orbit-93">The password until now: at most 1024 characters.</param>
/// <param name="NewPassword" example="seven green bicycles">
/// 12 to 128 characters, any Unicode but control characters (NFC); not a common password, not the e-mail address or the name.
/// </param>
public sealed record ChangePassword(Secret? CurrentPassword, Secret? NewPassword);

/// <summary>The rules of <see cref="ChangePassword"/> that hold whoever sends it; what its owner is called is judged later.</summary>
public sealed class ChangePasswordValidator : AbstractValidator<ChangePassword>
{
    public ChangePasswordValidator(PasswordRules passwords)
    {
        RuleFor(message => message.CurrentPassword).Credential();
        RuleFor(message => message.NewPassword).NewPassword(passwords, _ => (null, null));
    }
}
