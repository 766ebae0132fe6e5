namespace Enterprise.Application.Sessions;

/// <summary>What a genuine refresh token says; whether it is still good is for the database to decide.</summary>
/// <param name="SessionId">The family: all refresh tokens of one session.</param>
/// <param name="Generation">Which token of the family; the first is 1, and each refresh adds one.</param>
/// <param name="Salt">The session's 16 random bytes.</param>
public sealed record RefreshToken(Guid SessionId, int Generation, byte[] Salt)
{
    public const int FirstGeneration = 1;
    public const int SaltBytes = 16;
}
