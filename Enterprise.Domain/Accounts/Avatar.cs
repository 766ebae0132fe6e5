namespace Enterprise.Domain.Accounts;

/// <summary>What a user's picture may be, whoever stores it.</summary>
public static class Avatar
{
    /// <summary>The largest file, in bytes: 20 MiB.</summary>
    public const int MaxBytes = 20 << 20;

    /// <summary>The longest side, in pixels.</summary>
    public const int MaxSide = 8192;

    /// <summary>The largest area, in pixels: what unpacks a picture needs four bytes for each.</summary>
    public const int MaxPixels = 40_000_000;

    public const int ContentTypeMaxLength = 32;
    public const int TagMaxLength = 64;

    /// <summary>Whether a picture may claim to be this large.</summary>
    public static bool Allows(long width, long height) =>
        width is > 0 and <= MaxSide && height is > 0 and <= MaxSide && width * height <= MaxPixels;
}
