using Enterprise.Domain.Common;

namespace Enterprise.Domain.Roles;

/// <summary>Refusals of the Roles slice.</summary>
public static class RoleFailures
{
    public static readonly Failure NameTaken = new(
        FailureKind.Conflict,
        "roles.name_taken",
        "A role with this name exists already."
    );

    public static readonly Failure BuiltIn = new(
        FailureKind.Conflict,
        "roles.built_in",
        "A built-in role can be neither changed nor deleted."
    );

    /// <summary>Nobody grants what they do not hold, by their roles as stored at that moment.</summary>
    public static readonly Failure BeyondOwn = new(
        FailureKind.Forbidden,
        "roles.beyond_own",
        "A role can be given only permissions that the caller holds."
    );
}
