using System.Buffers.Text;
using System.Security.Cryptography;
using Enterprise.Application.Sessions.Keys;

namespace Enterprise.Tests.Application.Sessions.Keys;

/// <summary>RFC 7515 appendices A.2 (RS256) and A.3 (ES256), and what must not be verified in their place.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class KeyVectorTests
{
    private const string Claims =
        "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";

    private const string RsInput = "eyJhbGciOiJSUzI1NiJ9." + Claims;
    private const string RsSignature =
        "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
    private const string RsModulus =
        "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ";

    private const string EsInput = "eyJhbGciOiJFUzI1NiJ9." + Claims;
    private const string EsSignature =
        "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
    private const string EsX = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
    private const string EsY = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";
    private const string EsD = "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI";

    [Test]
    public void The_signature_of_appendix_A_2_is_verified()
    {
        using var key = Rs();

        Assert.That(key.Verifies(KeyLab.Bytes(RsInput), Base64Url.DecodeFromChars(RsSignature)), Is.True);
    }

    [Test]
    public void The_signature_of_appendix_A_3_is_verified()
    {
        using var key = Es(null);

        Assert.That(key.Verifies(KeyLab.Bytes(EsInput), Base64Url.DecodeFromChars(EsSignature)), Is.True);
        Assert.That(key.CanSign, Is.False);
    }

    [Test]
    public void The_private_key_of_appendix_A_3_signs_what_its_public_key_verifies()
    {
        using var key = Es(Base64Url.DecodeFromChars(EsD));
        using var verifier = Es(null);
        var signature = new byte[key.SignatureBytes];

        key.Sign(KeyLab.Bytes(EsInput), signature);

        Assert.That(verifier.Verifies(KeyLab.Bytes(EsInput), signature), Is.True);
    }

    [Test]
    public void No_bit_of_either_signature_can_be_changed()
    {
        using var es = Es(null);
        using var rs = Rs();
        foreach (
            var (key, input, text) in ((SigningKey, string, string)[])
                [(es, EsInput, EsSignature), (rs, RsInput, RsSignature)]
        )
        {
            var signature = Base64Url.DecodeFromChars(text);
            for (var bit = 0; bit < signature.Length * 8; bit += key.Algorithm == "ES256" ? 1 : 7)
            {
                var flipped = (byte[])signature.Clone();
                flipped[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.That(key.Verifies(KeyLab.Bytes(input), flipped), Is.False, $"{key.Algorithm} {bit}");
            }
        }
    }

    [Test]
    public void A_signature_of_another_size_is_refused_and_does_not_throw()
    {
        using var es = Es(null);
        var signature = Base64Url.DecodeFromChars(EsSignature);

        foreach (
            byte[] other in (byte[][])
                [
                    [],
                    [0],
                    signature[..63],
                    signature[..32],
                    [.. signature, 0],
                    new byte[1024],
                ]
        )
            Assert.That(es.Verifies(KeyLab.Bytes(EsInput), other), Is.False, $"{other.Length}");
    }

    [Test]
    public void A_signature_of_PKCS_1_is_none_of_PSS()
    {
        using var key = Rs("PS256");

        Assert.That(key.Verifies(KeyLab.Bytes(RsInput), Base64Url.DecodeFromChars(RsSignature)), Is.False);
    }

    [Test]
    public void A_key_without_its_private_part_does_not_sign()
    {
        using var es = Es(null);
        using var rs = Rs();

        Assert.That(() => es.Sign(KeyLab.Bytes("x"), new byte[64]), Throws.InstanceOf<CryptographicException>());
        Assert.That(() => rs.Sign(KeyLab.Bytes("x"), new byte[256]), Throws.InstanceOf<CryptographicException>());
    }

    private static RsaKey Rs(string algorithm = "RS256") =>
        new(
            "rfc",
            algorithm,
            new RSAParameters { Modulus = Base64Url.DecodeFromChars(RsModulus), Exponent = [1, 0, 1] },
            KeyTimes.Always
        );

    private static EcKey Es(byte[]? d) =>
        new(
            "rfc",
            new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new ECPoint { X = Base64Url.DecodeFromChars(EsX), Y = Base64Url.DecodeFromChars(EsY) },
                D = d,
            },
            KeyTimes.Always
        );
}
