using Enterprise.Application.Configuration;
using Microsoft.Extensions.Options;

namespace Enterprise.Application.Passwords;

/// <summary>
/// How passwords are hashed and kept (<c>APP_PASSWORDS__...</c>). The defaults are those of the OWASP Password Storage Cheat
/// Sheet for Argon2id; they can only be raised.
/// </summary>
public sealed class PasswordOptions
{
    public const string Section = "Passwords";

    /// <summary>The key of the envelope around every stored hash (<c>APP_PASSWORD_PEPPER</c>); at least 32 bytes, no comma.</summary>
    public string Pepper { get; set; } = "";

    /// <summary>Peppers that stored hashes may still be sealed under, comma-separated; renewed at the next login.</summary>
    public string PreviousPeppers { get; set; } = "";

    /// <summary>Memory of one hash, in KiB: 19456 to 1048576.</summary>
    public int MemoryKib { get; set; } = 19456;

    /// <summary>Passes over the memory: 2 to 16.</summary>
    public int Iterations { get; set; } = 2;

    /// <summary>Lanes: 1 to 16. More than one borrows threads of the shared pool while it is hashed.</summary>
    public int Parallelism { get; set; } = 1;

    /// <summary>Hashes at a time; 0 stands for the number of cores.</summary>
    public int ConcurrentHashes { get; set; }

    /// <summary>Hashes that may wait for their turn; the next one is refused at once with 503.</summary>
    public int QueueLength { get; set; } = 256;

    /// <summary>The longest wait for a turn in milliseconds; then 503.</summary>
    public int MaxWaitMilliseconds { get; set; } = 2500;

    /// <summary>The number of hashes at a time after the default was resolved.</summary>
    public int Permits => ConcurrentHashes > 0 ? ConcurrentHashes : Environment.ProcessorCount;

    public TimeSpan MaxWait => TimeSpan.FromMilliseconds(MaxWaitMilliseconds);

    public IReadOnlyList<string> PreviousPepperList() =>
        PreviousPeppers.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

/// <summary>Lists everything that is wrong with the <see cref="PasswordOptions"/> in one go.</summary>
public sealed class PasswordOptionsValidator : IValidateOptions<PasswordOptions>
{
    public ValidateOptionsResult Validate(string? name, PasswordOptions options) =>
        new SettingFaults()
            .Secret("APP_PASSWORD_PEPPER", options.Pepper)
            .Check(
                "APP_PASSWORD_PEPPER",
                !options.Pepper.Contains(',', StringComparison.Ordinal),
                "must not hold a comma, which parts the peppers in APP_PASSWORDS__PREVIOUS_PEPPERS"
            )
            .Secrets("APP_PASSWORDS__PREVIOUS_PEPPERS", options.PreviousPepperList())
            .Range("APP_PASSWORDS__MEMORY_KIB", options.MemoryKib, 19456, 1 << 20)
            .Range("APP_PASSWORDS__ITERATIONS", options.Iterations, 2, 16)
            .Range("APP_PASSWORDS__PARALLELISM", options.Parallelism, 1, 16)
            .Range("APP_PASSWORDS__CONCURRENT_HASHES", options.ConcurrentHashes, 0, 1024)
            .Range("APP_PASSWORDS__QUEUE_LENGTH", options.QueueLength, 0, 100_000)
            .Range("APP_PASSWORDS__MAX_WAIT_MILLISECONDS", options.MaxWaitMilliseconds, 1, 60_000)
            .Result();
}
