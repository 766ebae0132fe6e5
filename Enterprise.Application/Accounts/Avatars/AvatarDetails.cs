namespace Enterprise.Application.Accounts.Avatars;

/// <summary>A picture as stored.</summary>
/// <param name="Id">Of this picture: another one has another.</param>
/// <param name="ContentType">As its bytes say.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Tag">A fingerprint of its bytes: SHA-256, hexadecimal.</param>
public sealed record AvatarDetails(Guid Id, string ContentType, int Size, string Tag);
