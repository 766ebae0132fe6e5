namespace Enterprise.Application.Sessions.Keys;

/// <summary>
/// One key of the ring as it is configured: <c>APP_JWT__KEYS__0__...</c> in the environment, in snake_case in the ring file. It has
/// exactly one of <see cref="Secret"/>, <see cref="Pem"/> and <see cref="File"/>.
/// </summary>
public sealed class SigningKeySetting
{
    /// <summary>The header's <c>kid</c>: 1 to 64 of A-Z, a-z, 0-9, <c>_</c> and <c>-</c>; no other key has it.</summary>
    public string Kid { get; set; } = "";

    /// <summary>ES256, PS256, HS256, or RS256 with <see cref="Legacy"/>.</summary>
    public string Algorithm { get; set; } = "";

    /// <summary>The secret of HS256, as UTF-8; at least 32 bytes.</summary>
    public string Secret { get; set; } = "";

    /// <summary>
    /// The key of ES256 (P-256), PS256 or RS256 (3072 to 8192 bits): one PEM block, unencrypted; a public key where it only verifies.
    /// </summary>
    public string Pem { get; set; } = "";

    /// <summary>The path of a file with the PEM or, for HS256, the secret; in a ring file relative to that.</summary>
    public string File { get; set; } = "";

    /// <summary>RFC 3339; before it the key is published and verifies nothing. Empty: good at once.</summary>
    public string NotBefore { get; set; } = "";

    /// <summary>RFC 3339; from then on the key verifies nothing and is not published. Empty: good until it is taken out.</summary>
    public string RetireAfter { get; set; } = "";

    /// <summary>This key signs. At most one; without any, <c>APP_JWT_ACCESS_SECRET</c> does.</summary>
    public bool Active { get; set; }

    /// <summary>Needed for RS256, which is for old verifiers only (OWASP ASVS 5.0 appendix C).</summary>
    public bool Legacy { get; set; }
}
