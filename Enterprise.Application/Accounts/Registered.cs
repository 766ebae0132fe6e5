namespace Enterprise.Application.Accounts;

/// <summary>The answer to a registration.</summary>
/// <param name="UserId">UUIDv7 of the new account; <c>null</c> where the existence of accounts is concealed.</param>
public sealed record Registered(Guid? UserId);
