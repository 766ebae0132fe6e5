using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Enterprise.Application.Passwords;

/// <summary>
/// An Argon2id hash as text: <c>$argon2id$v=19$m=19456,t=2,p=1$salt$tag</c> with unpadded Base64 (PHC string format).
/// Reading is strict and refuses costs that nobody configured, so that a tampered row cannot exhaust memory.
/// </summary>
internal sealed record PhcString(int MemoryKib, int Iterations, int Parallelism, byte[] Salt, byte[] Tag)
{
    public const int SaltBytes = 16;
    public const int TagBytes = 32;
    private const int MaxMemoryKib = 1 << 20;
    private const int MaxIterations = 16;
    private const int MaxParallelism = 16;
    private const int MaxBytes = 64;

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"$argon2id$v=19$m={MemoryKib},t={Iterations},p={Parallelism}${Encode(Salt)}${Encode(Tag)}"
        );

    public static bool TryParse(string text, [NotNullWhen(true)] out PhcString? hash)
    {
        hash = null;
        if (text.Split('$') is not ["", "argon2id", "v=19", var costs, var salt, var tag])
            return false;
        if (costs.Split(',') is not [var m, var t, var p])
            return false;
        if (
            !TryCost(m, "m=", MaxMemoryKib, out var memory)
            || !TryCost(t, "t=", MaxIterations, out var iterations)
            || !TryCost(p, "p=", MaxParallelism, out var parallelism)
            || memory < 8 * parallelism
            || !TryDecode(salt, out var saltBytes)
            || !TryDecode(tag, out var tagBytes)
            || saltBytes.Length < 8
            || tagBytes.Length < 4
        )
            return false;
        var read = new PhcString(memory, iterations, parallelism, saltBytes, tagBytes);
        // One hash has one spelling: the parsers alone let leading zeros, a NUL behind a number and stray bits pass.
        hash = string.Equals(read.ToString(), text, StringComparison.Ordinal) ? read : null;
        return hash is not null;
    }

    private static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=');

    private static bool TryCost(string text, string prefix, int most, out int value)
    {
        value = 0;
        return text.StartsWith(prefix, StringComparison.Ordinal)
            && int.TryParse(text.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out value)
            && value >= 1
            && value <= most;
    }

    private static bool TryDecode(string text, out byte[] bytes)
    {
        var buffer = new byte[MaxBytes];
        var padded = text + new string('=', (4 - (text.Length % 4)) % 4);
        var holds =
            Convert.TryFromBase64String(padded, buffer, out var written)
            && !text.Contains('=', StringComparison.Ordinal);
        bytes = holds ? buffer[..written] : [];
        return holds && text.Length > 0;
    }
}
