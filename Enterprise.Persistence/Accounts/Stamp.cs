using System.Security.Cryptography;

namespace Enterprise.Persistence.Accounts;

/// <summary>Makes the stamps of Identity's schema: a value that was never there before.</summary>
internal static class Stamp
{
    private const int Bytes = 16;

    public static string New() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));
}
