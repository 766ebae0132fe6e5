using System.Collections.Frozen;
using Microsoft.Extensions.Options;

namespace Enterprise.Application.Sessions;

/// <summary>The keys of access tokens: one that signs, and those that are accepted.</summary>
public sealed class SigningKeys
{
    private readonly FrozenDictionary<string, SigningKey> keys;

    public SigningKeys(IOptions<JwtOptions> options)
    {
        Active = SigningKey.From(options.Value.AccessSecret);
        keys = options
            .Value.PreviousAccessSecretList()
            .Select(SigningKey.From)
            .Append(Active)
            .DistinctBy(key => key.Id)
            .ToFrozenDictionary(key => key.Id, StringComparer.Ordinal);
    }

    /// <summary>The key that signs.</summary>
    public SigningKey Active { get; }

    /// <summary>The one key that a token names; <c>null</c> where there is no such key. No other key is ever tried.</summary>
    public SigningKey? Find(string id) => keys.GetValueOrDefault(id);
}
