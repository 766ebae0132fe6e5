using Enterprise.Application.Validation;
using Enterprise.Domain.Common;
using FluentValidation;

namespace Enterprise.Application.Sessions;

/// <summary>Asks for a session.</summary>
/// <param name="Email" example="ada@example.com">The address of the account, in any case.</param>
/// <param name="Password" example="violet-kettle-orbit-93">The account's password: at most 1024 characters.</param>
public sealed record Login(string? Email, Secret? Password);

/// <summary>The rules of <see cref="Login"/>: whether it can be compared at all, not whether it could be registered.</summary>
public sealed class LoginValidator : AbstractValidator<Login>
{
    public LoginValidator()
    {
        RuleFor(message => message.Email).EmailAddress();
        RuleFor(message => message.Password).Credential();
    }
}
