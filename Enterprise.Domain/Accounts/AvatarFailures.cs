using Enterprise.Domain.Common;

namespace Enterprise.Domain.Accounts;

/// <summary>Refusals of what was sent as a user's picture.</summary>
public static class AvatarFailures
{
    /// <summary>By its bytes, whatever the request calls it; also a picture that is cut short or goes on after its end.</summary>
    public static readonly Failure NotAnImage = new(
        FailureKind.Invalid,
        "avatars.not_an_image",
        "The body is no whole picture in PNG, JPEG or WebP."
    );

    public static readonly Failure TooManyPixels = new(
        FailureKind.Invalid,
        "avatars.too_many_pixels",
        "A picture has at most 8192 pixels a side, and 40 million in all."
    );
}
