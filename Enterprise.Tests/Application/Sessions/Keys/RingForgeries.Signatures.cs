using System.Numerics;
using System.Security.Cryptography;

namespace Enterprise.Tests.Application.Sessions.Keys;

/// <summary>What can be wrong with a signature of the right key.</summary>
internal static partial class RingForgeries
{
    /// <summary>The order of P-256 (FIPS 186-5, SP 800-186 section 3.2.1.3).</summary>
    private static readonly byte[] Order = Convert.FromHexString(
        "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551"
    );

    private static IEnumerable<(string Name, string Token)> EcSignatures()
    {
        var zero = new byte[32];
        byte[] one = [.. new byte[31], 1];
        (string Name, Func<byte[], byte[]> Change)[] changes =
        [
            ("empty", _ => []),
            ("of noughts", _ => new byte[64]),
            ("of ones", _ => [.. Enumerable.Repeat((byte)255, 64)]),
            ("r nought", sign => [.. zero, .. sign[32..]]),
            ("s nought", sign => [.. sign[..32], .. zero]),
            ("r and s one", _ => [.. one, .. one]),
            ("r the order", sign => [.. Order, .. sign[32..]]),
            ("s the order", sign => [.. sign[..32], .. Order]),
            ("r and s the order", _ => [.. Order, .. Order]),
            ("s more by the order", sign => [.. sign[..32], .. Sum(sign[32..], Order)]),
            ("r and s exchanged", sign => [.. sign[32..], .. sign[..32]]),
            ("r less one", sign => [.. Sum(sign[..32], Convert.FromHexString("FF".PadLeft(64, 'F'))), .. sign[32..]]),
            ("shortened", sign => sign[..63]),
            ("r alone", sign => sign[..32]),
            ("without its first byte", sign => sign[1..]),
            ("padded in front", sign => [0, .. sign]),
            ("both padded", sign => [0, .. sign[..32], 0, .. sign[32..]]),
            ("padded behind", sign => [.. sign, 0]),
            ("twice", sign => [.. sign, .. sign]),
            ("reversed", sign => [.. sign.Reverse()]),
        ];
        foreach (var (name, change) in changes)
            yield return ($"ES256 {name}", Forge.Token("ec", "ES256", input => change(RingForge.Es(KeyLab.Ec, input))));
        yield return (
            "ES256 in DER",
            Forge.Token(
                "ec",
                "ES256",
                input => KeyLab.Ec.SignData(input, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)
            )
        );
        foreach (
            var hash in (HashAlgorithmName[])
                [HashAlgorithmName.SHA1, HashAlgorithmName.SHA384, HashAlgorithmName.SHA512]
        )
            yield return (
                $"ES256 over {hash.Name}",
                Forge.Token("ec", "ES256", input => KeyLab.Ec.SignData(input, hash))
            );
    }

    private static IEnumerable<(string Name, string Token)> RsaSignatures()
    {
        var (ps, rs) = (KeyLab.Rsa, KeyLab.OtherRsa);
        foreach (var salt in (int[])[0, 1, 20, 31, 33, 64, 350])
            yield return (
                $"PS256 with a salt of {salt}",
                Forge.Token("ps", "PS256", input => Pss.Sign(ps, input, salt))
            );
        yield return ("PKCS#1 under ps", Forge.Token("ps", "PS256", input => RingForge.Rs(ps, input)));
        yield return ("PSS under rs", Forge.Token("rs", "RS256", input => RingForge.Ps(rs, input)));
        foreach (
            var hash in (HashAlgorithmName[])
                [HashAlgorithmName.SHA1, HashAlgorithmName.SHA384, HashAlgorithmName.SHA512]
        )
        {
            yield return (
                $"PS256 over {hash.Name}",
                Forge.Token("ps", "PS256", input => ps.SignData(input, hash, RSASignaturePadding.Pss))
            );
            yield return (
                $"RS256 over {hash.Name}",
                Forge.Token("rs", "RS256", input => rs.SignData(input, hash, RSASignaturePadding.Pkcs1))
            );
        }
        (string Name, Func<byte[], byte[]> Change)[] changes =
        [
            ("empty", _ => []),
            ("of noughts", sign => new byte[sign.Length]),
            ("one", sign => [.. new byte[sign.Length - 1], 1]),
            ("of ones", sign => [.. Enumerable.Repeat((byte)255, sign.Length)]),
            ("shortened", sign => sign[..^1]),
            ("padded in front", sign => [0, .. sign]),
            ("padded behind", sign => [.. sign, 0]),
            ("reversed", sign => [.. sign.Reverse()]),
            ("of 2048 bits", sign => sign[..256]),
        ];
        foreach (var (name, change) in changes)
        {
            yield return ($"PS256 {name}", Forge.Token("ps", "PS256", input => change(RingForge.Ps(ps, input))));
            yield return ($"RS256 {name}", Forge.Token("rs", "RS256", input => change(RingForge.Rs(rs, input))));
        }
        yield return (
            "RS256, the modulus itself",
            Forge.Token("rs", "RS256", _ => rs.ExportParameters(false).Modulus!)
        );
    }

    private static byte[] Sum(byte[] a, byte[] b)
    {
        var sum =
            new BigInteger(a, isUnsigned: true, isBigEndian: true)
            + new BigInteger(b, isUnsigned: true, isBigEndian: true);
        var bytes = sum.ToByteArray(isUnsigned: true, isBigEndian: true);
        // What does not fit loses its highest byte, as in an implementation that is not careful.
        return bytes.Length > 32 ? bytes[^32..] : [.. new byte[32 - bytes.Length], .. bytes];
    }
}
