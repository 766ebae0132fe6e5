using Enterprise.Application.Sessions;
using Microsoft.IdentityModel.Tokens;

namespace Enterprise.Api.Authentication;

/// <summary>
/// Reads bearer tokens for <c>JwtBearer</c> with <see cref="AccessTokenReader"/>. The framework's own readers never see a token,
/// because they accept an unknown <c>crit</c>, members twice, and padded signatures.
/// </summary>
internal sealed class AccessTokenHandler(AccessTokenReader reader, CallerIdentities identities) : TokenHandler
{
    private static readonly TokenValidationResult Invalid = new()
    {
        IsValid = false,
        Exception = new SecurityTokenException("The access token is not valid."),
    };

    public override Task<TokenValidationResult> ValidateTokenAsync(
        string token,
        TokenValidationParameters validationParameters
    ) => Task.FromResult(reader.TryRead(token, out var read) ? Valid(read) : Invalid);

    public override Task<TokenValidationResult> ValidateTokenAsync(
        SecurityToken token,
        TokenValidationParameters validationParameters
    ) => Task.FromResult(Invalid);

    public override SecurityToken ReadToken(string token) =>
        throw new NotSupportedException("Tokens are only ever validated.");

    private TokenValidationResult Valid(AccessToken token) =>
        new()
        {
            IsValid = true,
            SecurityToken = new ValidatedToken(token),
            ClaimsIdentity = identities.Of(token),
        };

    private sealed class ValidatedToken(AccessToken token) : SecurityToken
    {
        public override string Id => token.Id.ToString();

        public override string Issuer => "";

        public override SecurityKey? SecurityKey => null;

        public override SecurityKey? SigningKey { get; set; }

        public override DateTime ValidFrom => token.IssuedAt.UtcDateTime;

        public override DateTime ValidTo => token.ExpiresAt.UtcDateTime;
    }
}
