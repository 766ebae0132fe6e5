using Enterprise.Domain.Accounts;

namespace Enterprise.Application.Sessions;

/// <summary>What a login is looked up and counted by.</summary>
/// <param name="Email">The account, whether it exists or not.</param>
/// <param name="Account">Fingerprint of (account, network), 32 bytes: what failures are counted by.</param>
/// <param name="Strangers">Fingerprint of the account alone, 32 bytes: what failures are counted by from networks that it is not known in.</param>
public sealed record LoginKeys(EmailAddress Email, byte[] Account, byte[] Strangers);
