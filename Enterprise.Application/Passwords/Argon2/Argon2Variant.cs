namespace Enterprise.Application.Passwords;

/// <summary>The three variants of RFC 9106 section 3.1; the value is the type number <c>y</c> that is hashed into H0.</summary>
public enum Argon2Variant
{
    /// <summary>Argon2d: every reference depends on the password. Fastest to resist trade-offs, open to side channels.</summary>
    D = 0,

    /// <summary>Argon2i: no reference depends on the password.</summary>
    I = 1,

    /// <summary>Argon2id: the first half pass as Argon2i, the rest as Argon2d. The one for passwords (RFC 9106 section 4).</summary>
    Id = 2,
}
