using Microsoft.Extensions.Options;

namespace Enterprise.Application.Sessions;

/// <summary>The keys of access tokens: one that signs, and those that are accepted.</summary>
public sealed class SigningKeys(IOptions<JwtOptions> options)
{
    /// <summary>The key that signs.</summary>
    public SigningKey Active { get; } = SigningKey.From(options.Value.AccessSecret);

    /// <summary>The one key that a token names; <c>null</c> where there is no such key. No other key is ever tried.</summary>
    public SigningKey? Find(ReadOnlySpan<char> id) => id.SequenceEqual(Active.Id) ? Active : null;
}
