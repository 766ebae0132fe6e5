namespace Enterprise.Domain.Common;

/// <summary>An expected refusal: a value, never an exception.</summary>
/// <param name="Kind">Decides the status.</param>
/// <param name="Code">Stable and machine-readable, <c>slice.what</c>; clients may switch on it.</param>
/// <param name="Text">One sentence for a person; never a secret, a stored value or a type name.</param>
public sealed record Failure(FailureKind Kind, string Code, string Text)
{
    /// <summary>How long to wait before the same call may succeed; whole seconds are sent, rounded up.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The allowance that is used up, where it is one that has a name.</summary>
    public string? Policy { get; init; }

    /// <summary>The permission that was lacking, where that is why: counted for operators, and not told.</summary>
    public string? Permission { get; init; }

    /// <summary>The fields that break a rule; empty unless <see cref="Kind"/> is <see cref="FailureKind.Invalid"/>.</summary>
    public IReadOnlyList<FieldError> Errors { get; init; } = [];
}
