using Enterprise.Domain.Common;
using Microsoft.Extensions.Hosting;

namespace Enterprise.Application.Passwords;

/// <summary>Hashes once at start, because the first hash of a process takes several times as long as the others.</summary>
internal sealed class PasswordWarmUp(PasswordHasher passwords, PasswordRules rules, Argon2MemoryPool memory)
    : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.Run(
            async () =>
            {
                _ = rules.Judge(new Secret("the first judgement loads the list"), null, null);
                _ = await passwords.VerifyAsync(Guid.Empty, null, new Secret("nobody's"), stoppingToken);
                // Until somebody signs in nothing needs it.
                memory.Trim(TimeSpan.Zero);
            },
            stoppingToken
        );
}
