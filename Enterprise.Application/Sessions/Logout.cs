using Enterprise.Application.Validation;
using Enterprise.Domain.Common;
using FluentValidation;

namespace Enterprise.Application.Sessions;

/// <summary>Ends a session.</summary>
/// <param name="RefreshToken" example="AZejwkTnewCAAAAAAAAAAgAAAAEC2Yh5kVb1m0cHq3NfRt8e1eP0XcKqv4o1m8Gz5nTq3iYb7wQkq2bYx0fDg5c6ZJw">
/// A refresh token of the session, also one that is spent: 91 characters.
/// </param>
public sealed record Logout(Secret? RefreshToken);

/// <summary>The rules of <see cref="Logout"/>.</summary>
public sealed class LogoutValidator : AbstractValidator<Logout>
{
    public LogoutValidator()
    {
        RuleFor(message => message.RefreshToken).Credential();
    }
}
