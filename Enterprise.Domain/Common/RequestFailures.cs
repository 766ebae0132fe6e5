namespace Enterprise.Domain.Common;

/// <summary>Refusals that any slice may give.</summary>
public static class RequestFailures
{
    public static Failure Invalid(IReadOnlyList<FieldError> errors) =>
        new(FailureKind.Invalid, "request.invalid", "One or more fields break a rule.") { Errors = errors };

    /// <summary>There is no such thing, or the caller may not know of it.</summary>
    public static readonly Failure NotFound = new(FailureKind.NotFound, "request.not_found", "There is nothing here.");

    /// <summary>The caller is known and may know of the thing, but not do this to it.</summary>
    public static readonly Failure Forbidden = new(
        FailureKind.Forbidden,
        "auth.forbidden",
        "This needs a permission that the caller does not have."
    );

    /// <summary>The same, for want of this permission of the catalogue.</summary>
    public static Failure Lacking(string permission) => Forbidden with { Permission = permission };

    public static readonly Failure PreconditionFailed = new(
        FailureKind.PreconditionFailed,
        "request.precondition_failed",
        "It has changed since it was read: read it again and decide anew."
    );

    public static readonly Failure PreconditionRequired = new(
        FailureKind.PreconditionRequired,
        "request.precondition_required",
        "A change needs the header If-Match with the ETag of what was read."
    );

    public static readonly Failure TooLarge = new(FailureKind.TooLarge, "request.too_large", "The body is too large.");

    public static readonly Failure TooSlow = new(
        FailureKind.TooSlow,
        "request.timeout",
        "The request came too slowly."
    );

    /// <summary>This instance has as much of this work as it does at a time.</summary>
    public static readonly Failure Overloaded = new(
        FailureKind.Unavailable,
        "server.overloaded",
        "Too much is going on here at the moment; try again."
    )
    {
        RetryAfter = TimeSpan.FromSeconds(5),
    };

    /// <summary>The network used up its allowance of passwords, and of changes that are audited.</summary>
    public static Failure TooManyCredentials(TimeSpan retryAfter) =>
        TooMany(retryAfter) with
        {
            Policy = "credentials",
        };

    /// <summary>The network used up its allowance of refreshes.</summary>
    public static Failure TooManyRefreshes(TimeSpan retryAfter) => TooMany(retryAfter) with { Policy = "refreshes" };

    public static Failure TooMany(TimeSpan retryAfter) =>
        new(FailureKind.TooMany, "request.too_many", "Too many requests from here; try again later.")
        {
            RetryAfter = retryAfter,
        };
}
