using Enterprise.Application.Limits;
using Enterprise.Application.Passwords;
using Enterprise.Domain.Accounts;
using Microsoft.Extensions.Options;

namespace Enterprise.Application.Accounts;

/// <summary>
/// Lets one registration of an address go on at a time, so that a burst for one address costs one hash: the others find it
/// taken.
/// </summary>
public sealed class RegisterTurns(IOptions<PasswordOptions> passwords) : Turns(1, passwords.Value.MaxWait)
{
    /// <summary>Waits for a turn, at most as long as a hash may wait for its own; <c>null</c> where it did not come in time.</summary>
    public Task<IDisposable?> TakeAsync(EmailAddress email, CancellationToken ct) => TakeAsync(email.Value, ct);
}
