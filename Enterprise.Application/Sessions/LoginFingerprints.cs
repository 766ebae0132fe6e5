using System.Security.Cryptography;
using System.Text;
using Enterprise.Domain.Accounts;
using Microsoft.Extensions.Options;

namespace Enterprise.Application.Sessions;

/// <summary>
/// Keyed fingerprints that counters are kept by, so that their tables hold neither addresses of mail nor of machines.
/// </summary>
public sealed class LoginFingerprints(IOptions<JwtOptions> options)
{
    private readonly byte[] key = HKDF.DeriveKey(
        HashAlgorithmName.SHA256,
        Encoding.UTF8.GetBytes(options.Value.RefreshSecret),
        HMACSHA256.HashSizeInBytes,
        info: "enterprise-api/fingerprint/v1"u8.ToArray()
    );

    /// <summary>An account seen from one network, whether the account exists or not.</summary>
    public byte[] Account(EmailAddress email, string network) => Of("account", $"{email.Value}\n{network}");

    /// <summary>An account seen from all networks that it is not known in, whether the account exists or not.</summary>
    public byte[] Strangers(EmailAddress email) => Of("strangers", email.Value);

    /// <summary>What a login from a network is looked up and counted by.</summary>
    public LoginKeys Keys(EmailAddress email, string network) => new(email, Account(email, network), Strangers(email));

    /// <summary>A network, for limits on all that comes from it.</summary>
    public byte[] Network(string network) => Of("network", network);

    /// <summary>A network, for what it refreshes: guesses of passwords must not use up what its other people need to stay signed in.</summary>
    public byte[] RefreshingNetwork(string network) => Of("refreshing-network", network);

    private byte[] Of(string kind, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{kind}\n{text}"));
}
