namespace Enterprise.Application.Sessions;

/// <summary>An account whose password was sent.</summary>
/// <param name="Attempt">Counts as a failure until what it was made for has succeeded.</param>
/// <param name="RenewedPasswordHash">A stored form with current parameters, where the verified one was older.</param>
public sealed record ProvedAccount(LoginAttempt Attempt, LoginKeys Keys, string? RenewedPasswordHash)
{
    public LoginAccount Account => Attempt.Account!;
}
