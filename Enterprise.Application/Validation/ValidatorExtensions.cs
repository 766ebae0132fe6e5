using System.Text.Json;
using Enterprise.Domain.Common;
using FluentValidation;

namespace Enterprise.Application.Validation;

/// <summary>Turns what a validator found into a <see cref="Failure"/>.</summary>
public static class ValidatorExtensions
{
    /// <summary>Every broken rule of the message in one <c>request.invalid</c>, or <c>null</c> where it keeps them all.</summary>
    public static Failure? Check<T>(this IValidator<T> validator, T message)
    {
        var result = validator.Validate(message);
        if (result.IsValid)
            return null;
        return RequestFailures.Invalid([
            .. result.Errors.Select(error => new FieldError(
                JsonNamingPolicy.SnakeCaseLower.ConvertName(error.PropertyName),
                error.ErrorCode,
                error.ErrorMessage
            )),
        ]);
    }
}
