using Enterprise.Application.Sessions.Keys;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace Enterprise.Api.Sessions;

/// <summary>What other services verify access tokens with.</summary>
[ApiController]
[AllowAnonymous]
[Tags("Keys")]
[Produces("application/json")]
public sealed class KeysController(SigningKeys keys) : ControllerBase
{
    /// <summary>The public keys of access tokens (RFC 7517).</summary>
    /// <remarks>
    /// Take the key that the token's `kid` names, and hold the token's `alg` to that of the key. Who rotates
    /// keys adds a new one some time before it signs, for as long as a copy of this list may be kept; a `kid` that is not in a copy is worth
    /// another look. Keys of HS256 never stand here: where the list is empty, tokens can be verified by
    /// this service only.
    /// </remarks>
    /// <response code="200">The keys; to be kept for five minutes.</response>
    /// <response code="304">Those of the `If-None-Match` that was sent.</response>
    [HttpGet("/.well-known/jwks.json", Name = "get_keys")]
    [ResponseCache(Duration = KeySetDocument.MaxAgeSeconds, Location = ResponseCacheLocation.Any)]
    [ProducesResponseType<KeySet>(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status304NotModified)]
    public IActionResult Keys() => ToFile(keys.Published);

    // A file result knows validators and answers 304 by itself.
    private FileContentResult ToFile(KeySetDocument document) =>
        File(
            document.Json.ToArray(),
            "application/json",
            lastModified: null,
            entityTag: new EntityTagHeaderValue(document.EntityTag)
        );
}

/// <summary>A JSON Web Key Set (RFC 7517 section 5).</summary>
/// <param name="Keys" example="[{&quot;kty&quot;:&quot;EC&quot;,&quot;crv&quot;:&quot;P-256&quot;,&quot;x&quot;:&quot;f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU&quot;,&quot;y&quot;:&quot;x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0&quot;,&quot;kid&quot;:&quot;20300102-a7Xk2Q&quot;,&quot;alg&quot;:&quot;ES256&quot;,&quot;use&quot;:&quot;sig&quot;}]">The keys that tokens may be signed with, now or soon.</param>
public sealed record KeySet(IReadOnlyList<PublicKey> Keys);

/// <summary>A public key (RFC 7518 section 6).</summary>
/// <param name="Kty" example="EC">The family: <c>EC</c> or <c>RSA</c>.</param>
/// <param name="Kid" example="20300102-a7Xk2Q">What tokens name it by.</param>
/// <param name="Alg" example="ES256">The one algorithm that it is for.</param>
/// <param name="Use" example="sig">Always <c>sig</c>.</param>
/// <param name="Crv" example="P-256">The curve; of <c>EC</c> only.</param>
/// <param name="X" example="f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU">A coordinate, base64url; of <c>EC</c> only.</param>
/// <param name="Y" example="x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0">A coordinate, base64url; of <c>EC</c> only.</param>
/// <param name="N" example="u1SU1LfVLPHCozMxH2Mo4lgOEePzNm0tRgeLezV6ffAt0gunVTLw7onLRnrq0">The modulus, base64url; of <c>RSA</c> only.</param>
/// <param name="E" example="AQAB">The exponent, base64url; of <c>RSA</c> only.</param>
public sealed record PublicKey(
    string Kty,
    string Kid,
    string Alg,
    string Use,
    string? Crv,
    string? X,
    string? Y,
    string? N,
    string? E
);
