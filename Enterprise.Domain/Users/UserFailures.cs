using Enterprise.Domain.Common;

namespace Enterprise.Domain.Users;

/// <summary>Refusals of the Users slice.</summary>
public static class UserFailures
{
    public static readonly Failure OwnAccount = new(
        FailureKind.Conflict,
        "users.own_account",
        "Nobody locks or deletes their own account."
    );

    public static readonly Failure LastAdministrator = new(
        FailureKind.Conflict,
        "users.last_administrator",
        "This would leave nobody who is active and has the role admin."
    );

    /// <summary>Whoever gives an account another address takes it over one day; nobody gets more than they have by that.</summary>
    public static readonly Failure BeyondOwn = new(
        FailureKind.Forbidden,
        "users.beyond_own",
        "The address of an account that may do more than the caller cannot be changed."
    );

    /// <summary>One of the roles to be given does not exist.</summary>
    public static readonly Failure UnknownRole = RequestFailures.Invalid([
        new FieldError("roles", "unknown_role", "One of these is no role; GET /v1/roles lists them."),
    ]);
}
