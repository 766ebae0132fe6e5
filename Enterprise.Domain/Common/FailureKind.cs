namespace Enterprise.Domain.Common;

/// <summary>Why an operation was refused, in terms that hold without HTTP; one mapper turns it into a status.</summary>
public enum FailureKind
{
    /// <summary>The input breaks a rule; <see cref="Failure.Errors"/> names the fields.</summary>
    Invalid,

    /// <summary>The caller did not prove who they are.</summary>
    Unauthenticated,

    /// <summary>The caller is known and may not do this.</summary>
    Forbidden,

    /// <summary>There is no such thing, or the caller may not know of it.</summary>
    NotFound,

    /// <summary>The state of the thing does not allow it.</summary>
    Conflict,

    /// <summary>The thing is no longer what the caller read (RFC 9110 section 13.1.1).</summary>
    PreconditionFailed,

    /// <summary>The caller has to say which state of the thing they read (RFC 6585 section 3).</summary>
    PreconditionRequired,

    /// <summary>More than is taken (RFC 9110 section 15.5.14).</summary>
    TooLarge,

    /// <summary>The caller took too long to say what they want (RFC 9110 section 15.5.9).</summary>
    TooSlow,

    /// <summary>Too often; <see cref="Failure.RetryAfter"/> says when to come back.</summary>
    TooMany,

    /// <summary>A part that is needed is busy or away; <see cref="Failure.RetryAfter"/> says when to come back.</summary>
    Unavailable,
}
