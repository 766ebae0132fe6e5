namespace Enterprise.Application.Sessions.Keys;

/// <summary>The algorithms of RFC 7518 section 3.1 that a key may be for, spelled as in <c>alg</c>.</summary>
public static class SigningAlgorithms
{
    /// <summary>HMAC with SHA-256 (section 3.2): whoever verifies can also sign, so such a key is never published.</summary>
    public const string Hs256 = "HS256";

    /// <summary>ECDSA on P-256 with SHA-256 (section 3.4): what to use where other services verify.</summary>
    public const string Es256 = "ES256";

    /// <summary>RSASSA-PSS with SHA-256 (section 3.5).</summary>
    public const string Ps256 = "PS256";

    /// <summary>RSASSA-PKCS1-v1_5 with SHA-256 (section 3.3); legacy (OWASP ASVS 5.0 appendix C).</summary>
    public const string Rs256 = "RS256";

    public static bool IsKnown(string name) => name is Hs256 or Es256 or Ps256 or Rs256;
}
