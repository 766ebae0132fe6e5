namespace Enterprise.Domain.Common;

/// <summary>Refusals that any slice may give.</summary>
public static class RequestFailures
{
    public static Failure Invalid(IReadOnlyList<FieldError> errors) =>
        new(FailureKind.Invalid, "request.invalid", "One or more fields break a rule.") { Errors = errors };

    public static Failure TooMany(TimeSpan retryAfter) =>
        new(FailureKind.TooMany, "request.too_many", "Too many requests from here; try again later.")
        {
            RetryAfter = retryAfter,
        };
}
