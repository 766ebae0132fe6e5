using Enterprise.Application.Validation;
using Enterprise.Domain.Common;
using FluentValidation;

namespace Enterprise.Application.Sessions;

/// <summary>Asks for the next token pair of a session.</summary>
/// <param name="RefreshToken" example="AZejwkTnewCAAAAAAAAAAgAAAAEC2Yh5kVb1m0cHq3NfRt8e1eP0XcKqv4o1m8Gz5nTq3iYb7wQkq2bYx0fDg5c6ZJw">
/// The refresh token of the last answer, as it was given: 91 characters. Anything else that is text is refused like a spent one.
/// </param>
public sealed record Refresh(Secret? RefreshToken);

/// <summary>The rules of <see cref="Refresh"/>: whether there is anything to look at.</summary>
public sealed class RefreshValidator : AbstractValidator<Refresh>
{
    public RefreshValidator()
    {
        RuleFor(message => message.RefreshToken).Credential();
    }
}
