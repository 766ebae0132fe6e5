using System.Security.Cryptography;
using System.Text;
using Enterprise.Domain.Common;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Enterprise.Application.Passwords;

/// <summary>
/// Hashes and verifies passwords with Argon2id (RFC 9106), sealed under the pepper. A password of nobody is verified against
/// a dummy with the current parameters, so that an unknown account costs what a known one does.
/// </summary>
public sealed class PasswordHasher
{
    private readonly Argon2 argon2;
    private readonly PasswordEnvelope envelope;
    private readonly PasswordHashGovernor governor;
    private readonly PasswordMetrics metrics;
    private readonly PasswordOptions options;
    private readonly ILogger<PasswordHasher> logger;
    private readonly string dummy;

    public PasswordHasher(
        Argon2 argon2,
        PasswordEnvelope envelope,
        PasswordHashGovernor governor,
        PasswordMetrics metrics,
        IOptions<PasswordOptions> options,
        ILogger<PasswordHasher> logger
    )
    {
        this.logger = logger;
        this.argon2 = argon2;
        this.envelope = envelope;
        this.governor = governor;
        this.metrics = metrics;
        this.options = options.Value;
        // A random tag that nothing hashes to, sealed like a real one: opening it is part of the work.
        dummy = envelope.Seal(
            Guid.Empty,
            NewHash(
                    RandomNumberGenerator.GetBytes(PhcString.SaltBytes),
                    RandomNumberGenerator.GetBytes(PhcString.TagBytes)
                )
                .ToString()
        );
    }

    /// <summary>Whether a hash would be refused at once, asked before anything is done for it; who hears yes refuses.</summary>
    public bool IsBusy
    {
        get
        {
            var isFull = governor.IsFull;
            // The refusal happens where it was asked, before it gets to the governor, and is one of the queue all the same.
            if (isFull)
                metrics.RefusedAtOnce();
            return isFull;
        }
    }

    /// <summary>Hashes a new password for one user; it opens for no other. <c>passwords.busy</c> under overload.</summary>
    /// <exception cref="ArgumentException">The text can be nobody's password; the rules for new ones were not asked.</exception>
    public Task<Result<string>> HashAsync(Guid userId, Secret password, CancellationToken ct) =>
        PasswordText.TryNormalize(password.Reveal(), out var normal)
            ? governor.RunAsync(() => Seal(userId, normal), ct)
            : throw new ArgumentException("This can be nobody's password.", nameof(password));

    /// <summary>
    /// Compares a password with what is stored for the user, or with the dummy where <paramref name="stored"/> is
    /// <c>null</c>; the same work either way. <c>passwords.busy</c> under overload.
    /// </summary>
    public Task<Result<PasswordVerification>> VerifyAsync(
        Guid userId,
        string? stored,
        Secret password,
        CancellationToken ct
    ) => governor.RunAsync(() => Verify(userId, stored, Normalize(password)), ct);

    private PasswordVerification Verify(Guid userId, string? stored, string password)
    {
        var opens = envelope.TryOpen(userId, stored ?? "", out var phc, out var isCurrent);
        if (!opens && stored is not null)
            logger.EnvelopeDoesNotOpen(userId);
        if (!opens)
            envelope.TryOpen(Guid.Empty, dummy, out phc, out isCurrent);
        if (!PhcString.TryParse(phc!, out var hash))
            return default;
        Span<byte> tag = stackalloc byte[hash.Tag.Length];
        Compute(hash, password, tag);
        if (!CryptographicOperations.FixedTimeEquals(tag, hash.Tag) || !opens)
            return default;
        return new PasswordVerification(true, isCurrent && IsCurrent(hash) ? null : Seal(userId, password));
    }

    private string Seal(Guid userId, string password)
    {
        var hash = NewHash(RandomNumberGenerator.GetBytes(PhcString.SaltBytes), new byte[PhcString.TagBytes]);
        Compute(hash, password, hash.Tag);
        return envelope.Seal(userId, hash.ToString());
    }

    private void Compute(PhcString hash, string password, Span<byte> tag)
    {
        var bytes = Encoding.UTF8.GetBytes(password);
        var parameters = new Argon2Parameters(
            Argon2Variant.Id,
            (uint)hash.MemoryKib,
            (uint)hash.Iterations,
            (uint)hash.Parallelism,
            tag.Length
        );
        argon2.Hash(parameters, bytes, hash.Salt, [], [], tag);
        CryptographicOperations.ZeroMemory(bytes);
    }

    private PhcString NewHash(byte[] salt, byte[] tag) =>
        new(options.MemoryKib, options.Iterations, options.Parallelism, salt, tag);

    private bool IsCurrent(PhcString hash) =>
        hash.MemoryKib == options.MemoryKib
        && hash.Iterations == options.Iterations
        && hash.Parallelism == options.Parallelism
        && hash.Tag.Length == PhcString.TagBytes;

    /// <summary>What cannot be a password is compared all the same, as something that nobody could have set.</summary>
    private static string Normalize(Secret password) =>
        PasswordText.TryNormalize(password.Reveal(), out var normal) ? normal : "\0";
}
