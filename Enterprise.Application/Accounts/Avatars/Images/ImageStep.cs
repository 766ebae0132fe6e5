using Enterprise.Domain.Accounts;
using Enterprise.Domain.Common;

namespace Enterprise.Application.Accounts.Avatars.Images;

/// <summary>What a format wants to see next, or why it refuses what it saw.</summary>
/// <param name="Skip">Bytes to pass over first, unseen.</param>
/// <param name="Need">Bytes to see then; at least one.</param>
internal readonly record struct ImageStep(long Skip, int Need)
{
    /// <summary>Pass over everything up to and with the next byte of 0xFF, instead of a number of bytes.</summary>
    public bool ToNextMarker { get; private init; }

    public Failure? Refusal { get; private init; }

    public static ImageStep Read(int count) => new(0, count);

    /// <summary>The byte after the next 0xFF, wherever that is.</summary>
    public static ImageStep ReadAfterMarker { get; } = new(0, 1) { ToNextMarker = true };

    public static ImageStep NotAnImage { get; } = new() { Refusal = AvatarFailures.NotAnImage };

    public static ImageStep TooManyPixels { get; } = new() { Refusal = AvatarFailures.TooManyPixels };
}
