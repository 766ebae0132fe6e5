using Enterprise.Application.Health;
using Enterprise.Domain.Common;

namespace Enterprise.Application.Passwords;

/// <summary>Hashes once at start, because the first hash of a process takes several times as long as the others.</summary>
internal sealed class PasswordWarmUp(PasswordHasher passwords, PasswordRules rules, Argon2MemoryPool memory) : IWarmUp
{
    public bool NeedsDatabase => false;

    public async Task RunAsync(CancellationToken ct)
    {
        _ = rules.Judge(new Secret("the first judgement loads the list"), null, null);
        _ = await passwords.VerifyAsync(Guid.Empty, null, new Secret("nobody's"), ct);
        // Until somebody signs in nothing needs it.
        memory.Trim(TimeSpan.Zero);
    }
}
