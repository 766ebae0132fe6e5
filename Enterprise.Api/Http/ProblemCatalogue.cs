using Enterprise.Domain.Common;

namespace Enterprise.Api.Http;

/// <summary>A refusal with its status: what <see cref="ProblemWriter"/> writes.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">Stable and machine-readable.</param>
/// <param name="Detail">One sentence for a person.</param>
public sealed record Problem(int Status, string Code, string Detail)
{
    public TimeSpan? RetryAfter { get; init; }

    /// <inheritdoc cref="Failure.Policy" />
    public string? Policy { get; init; }

    /// <inheritdoc cref="Failure.Permission" />
    public string? Permission { get; init; }

    public IReadOnlyList<FieldError> Errors { get; init; } = [];
}

/// <summary>The one place that knows which refusal has which status.</summary>
public static class ProblemCatalogue
{
    public static readonly Problem Malformed = new(
        StatusCodes.Status400BadRequest,
        "request.malformed",
        "The request cannot be read."
    );

    public static readonly Problem UnknownHost = new(
        StatusCodes.Status400BadRequest,
        "request.unknown_host",
        "This service does not answer for the host that was asked for."
    );

    public static readonly Problem MissingToken = new(
        StatusCodes.Status401Unauthorized,
        "auth.missing_token",
        "An access token is needed: Authorization: Bearer."
    );

    public static readonly Problem InvalidToken = new(
        StatusCodes.Status401Unauthorized,
        "auth.invalid_token",
        "The access token is not valid."
    );

    public static readonly Problem Forbidden = From(RequestFailures.Forbidden);

    public static readonly Problem NotFound = From(RequestFailures.NotFound);

    public static readonly Problem ServerError = new(
        StatusCodes.Status500InternalServerError,
        "server.error",
        "Something went wrong here; the request id helps to find out what."
    );

    public static readonly Problem TimedOut = new(
        StatusCodes.Status504GatewayTimeout,
        "server.timeout",
        "This took too long here, and may or may not have been done."
    );

    /// <summary>The problem of a refusal by Application.</summary>
    public static Problem From(Failure failure) =>
        new(StatusOf(failure.Kind), failure.Code, failure.Text)
        {
            RetryAfter = failure.RetryAfter,
            Policy = failure.Policy,
            Permission = failure.Permission,
            Errors = failure.Errors,
        };

    /// <summary>The problem of a status that the framework answered without a body.</summary>
    public static Problem From(int status) =>
        status switch
        {
            StatusCodes.Status401Unauthorized => MissingToken,
            StatusCodes.Status403Forbidden => Forbidden,
            StatusCodes.Status404NotFound => NotFound,
            StatusCodes.Status405MethodNotAllowed => new(
                status,
                "request.method_not_allowed",
                "This method is not for this route; see the header Allow."
            ),
            StatusCodes.Status406NotAcceptable => new(
                status,
                "request.not_acceptable",
                "Only application/json can be given."
            ),
            StatusCodes.Status408RequestTimeout => From(RequestFailures.TooSlow),
            StatusCodes.Status412PreconditionFailed => From(RequestFailures.PreconditionFailed),
            StatusCodes.Status413PayloadTooLarge => From(RequestFailures.TooLarge),
            StatusCodes.Status415UnsupportedMediaType => new(
                status,
                "request.unsupported_media_type",
                "Only application/json in UTF-8 is read here."
            ),
            StatusCodes.Status504GatewayTimeout => TimedOut,
            < StatusCodes.Status500InternalServerError => Malformed with { Status = status },
            _ => ServerError with { Status = status },
        };

    private static int StatusOf(FailureKind kind) =>
        kind switch
        {
            FailureKind.Invalid => StatusCodes.Status400BadRequest,
            FailureKind.Unauthenticated => StatusCodes.Status401Unauthorized,
            FailureKind.Forbidden => StatusCodes.Status403Forbidden,
            FailureKind.NotFound => StatusCodes.Status404NotFound,
            FailureKind.Conflict => StatusCodes.Status409Conflict,
            FailureKind.PreconditionFailed => StatusCodes.Status412PreconditionFailed,
            FailureKind.PreconditionRequired => StatusCodes.Status428PreconditionRequired,
            FailureKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
            FailureKind.TooSlow => StatusCodes.Status408RequestTimeout,
            FailureKind.TooMany => StatusCodes.Status429TooManyRequests,
            FailureKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status500InternalServerError,
        };
}
