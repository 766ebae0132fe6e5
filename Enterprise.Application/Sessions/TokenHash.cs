using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Enterprise.Application.Sessions;

/// <summary>SHA-256 of a whole token, signature included, held without an array.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct TokenHash(ulong A, ulong B, ulong C, ulong D)
{
    public static TokenHash Of(ReadOnlySpan<byte> token)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(token, hash);
        return MemoryMarshal.Read<TokenHash>(hash);
    }
}
