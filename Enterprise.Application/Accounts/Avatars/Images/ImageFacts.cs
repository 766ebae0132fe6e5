namespace Enterprise.Application.Accounts.Avatars.Images;

/// <summary>What the bytes of a picture say it is.</summary>
/// <param name="ContentType"><c>image/png</c>, <c>image/jpeg</c> or <c>image/webp</c>.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
public sealed record ImageFacts(string ContentType, int Width, int Height);
