using System.Numerics;
using System.Security.Cryptography;

namespace Enterprise.Tests.Application.Sessions.Keys;

/// <summary>RSASSA-PSS (RFC 8017 sections 8.1.1 and 9.1.1) with a salt of any length, which the library does not offer.</summary>
internal static class Pss
{
    private const int HashBytes = SHA256.HashSizeInBytes;

    public static byte[] Sign(RSA key, byte[] input, int saltBytes)
    {
        var parameters = key.ExportParameters(true);
        var size = parameters.Modulus!.Length;
        var signature = BigInteger
            .ModPow(Number(Encode(input, saltBytes, size)), Number(parameters.D!), Number(parameters.Modulus))
            .ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[size - signature.Length], .. signature];
    }

    /// <summary>EMSA-PSS-ENCODE for a modulus whose highest bit is set, as it is in every key here.</summary>
    private static byte[] Encode(byte[] input, int saltBytes, int size)
    {
        var salt = RandomNumberGenerator.GetBytes(saltBytes);
        var hash = SHA256.HashData([.. new byte[8], .. SHA256.HashData(input), .. salt]);
        byte[] block = [.. new byte[size - saltBytes - HashBytes - 2], 1, .. salt];
        var mask = Mask(hash, block.Length);
        for (var i = 0; i < block.Length; i++)
            block[i] ^= mask[i];
        block[0] &= 0x7f;
        return [.. block, .. hash, 0xbc];
    }

    /// <summary>MGF1 (appendix B.2.1).</summary>
    private static byte[] Mask(byte[] seed, int length)
    {
        List<byte> mask = [];
        for (byte counter = 0; mask.Count < length; counter++)
            mask.AddRange(SHA256.HashData([.. seed, 0, 0, 0, counter]));
        return [.. mask.Take(length)];
    }

    private static BigInteger Number(byte[] bytes) => new(bytes, isUnsigned: true, isBigEndian: true);
}
