using Enterprise.Application.Accounts.Avatars.Images;

namespace Enterprise.Application.Accounts.Avatars;

/// <summary>A picture of which every chunk is stored, about to become the user's.</summary>
/// <param name="Size">In bytes.</param>
/// <param name="Tag">A fingerprint of its bytes.</param>
public sealed record NewAvatar(Guid Id, Guid UserId, ImageFacts Facts, int Size, string Tag);
