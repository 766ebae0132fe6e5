namespace Enterprise.Application.Passwords;

/// <summary>What a verification found.</summary>
/// <param name="Matches">The password is the stored one.</param>
/// <param name="Renewed">
/// The same password, hashed and sealed anew, where the stored form had other parameters or an old pepper; else <c>null</c>.
/// </param>
public readonly record struct PasswordVerification(bool Matches, string? Renewed);
