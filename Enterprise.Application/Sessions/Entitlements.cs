namespace Enterprise.Application.Sessions;

/// <summary>What an account may do, as read in one snapshot of the database.</summary>
/// <param name="Roles">Names of the roles held, sorted.</param>
/// <param name="Permissions">What those roles allow together, sorted.</param>
/// <param name="Versions">
/// The version of the account's set of roles, then that of each role in the order of <paramref name="Roles"/>. A change makes a
/// higher one, so a token that carries a lower one is known to be stale without comparing the clocks of two machines.
/// </param>
public sealed record Entitlements(
    IReadOnlyList<string> Roles,
    IReadOnlyList<string> Permissions,
    IReadOnlyList<int> Versions
);
