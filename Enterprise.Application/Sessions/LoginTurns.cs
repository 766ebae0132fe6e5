using Enterprise.Application.Limits;
using Enterprise.Application.Passwords;
using Microsoft.Extensions.Options;

namespace Enterprise.Application.Sessions;

/// <summary>
/// Lets only a few logins of one (account, network) pair be verified at the same time. An attempt counts as a failure until
/// it has succeeded, so a burst of right passwords, as several tabs send it, would otherwise lock its owner out. The width is
/// half the limit, so that a second instance does the same without the two together reaching it.
/// </summary>
public sealed class LoginTurns(IOptions<LockoutOptions> lockout, IOptions<PasswordOptions> passwords)
    : Turns(Math.Max(1, Math.Min(lockout.Value.MaxFailures / 2, Environment.ProcessorCount)), passwords.Value.MaxWait)
{
    /// <summary>Waits for a turn, at most as long as a hash may wait for its own; <c>null</c> where it did not come in time.</summary>
    public Task<IDisposable?> TakeAsync(byte[] account, CancellationToken ct) =>
        TakeAsync(Convert.ToBase64String(account), ct);
}
