namespace Enterprise.Application.Accounts;

/// <summary>The answer to a registration.</summary>
/// <remarks>There is no id where the existence of accounts is concealed; the answer is bare then.</remarks>
/// <param name="UserId" example="0197a3c2-b1d4-7e0f-9a6b-5c4d3e2f1a0b">UUIDv7 of the new account.</param>
public sealed record Registered(Guid? UserId);
