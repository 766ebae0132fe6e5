namespace Enterprise.Application.Accounts.Avatars.Images;

/// <summary>
/// Follows the structure of a file from its first byte to its last, without keeping what it saw. Pixels are not unpacked: whether they
/// can be is for who shows the picture, and the claim of how many there are is held to a bound here.
/// </summary>
internal interface IImageFormat
{
    string ContentType { get; }

    /// <summary>In pixels; known once the file may end.</summary>
    int Width { get; }

    /// <summary>In pixels; known once the file may end.</summary>
    int Height { get; }

    /// <summary>What it wants to see after the first byte, by which it was chosen.</summary>
    ImageStep Start { get; }

    /// <summary>Judges what it asked for; says what is next.</summary>
    ImageStep Next(ReadOnlySpan<byte> bytes);

    /// <summary>Whether a file of this length may end before what was asked for.</summary>
    bool MayEndAt(long length);
}
