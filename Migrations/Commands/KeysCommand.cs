using System.Globalization;
using System.Security.Cryptography;
using Enterprise.Application.Sessions;
using Enterprise.Application.Sessions.Keys;

namespace Enterprise.Migrations.Commands;

/// <summary>
/// <c>keys new [--algorithm ES256|PS256|RS256|HS256]</c>: prints a fresh key and, in plain words, how to bring it in without a
/// refused token. It needs neither database nor settings, and keeps nothing.
/// </summary>
internal static class KeysCommand
{
    public const string DefaultAlgorithm = SigningAlgorithms.Es256;

    private const string Alphabet = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private const int IdLength = 8;
    private const int RsaBits = 3072;
    private const int SecretBytes = 48;

    public static async Task<int> RunAsync(string algorithm, TextWriter output, TimeProvider time)
    {
        if (!SigningAlgorithms.IsKnown(algorithm))
            return await CommandHost.RefuseAsync();
        var day = time.GetUtcNow().ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        var kid = $"{day}-{RandomNumberGenerator.GetString(Alphabet, IdLength)}";
        await output.WriteLineAsync(Describe(algorithm, kid));
        return CommandHost.Ok;
    }

    private static string Describe(string algorithm, string kid)
    {
        var file = algorithm == SigningAlgorithms.Hs256 ? $"{kid}.secret" : $"{kid}.pem";
        var legacy = algorithm == SigningAlgorithms.Rs256 ? """, "legacy": true""" : "";
        var entry = $$"""{ "kid": "{{kid}}", "algorithm": "{{algorithm}}", "file": "{{file}}"{{legacy}} }""";
        var settings = new JwtOptions();
        var reload = settings.ReloadSeconds;
        var publish = KeySetDocument.MaxAgeSeconds + reload;
        var retire = (int)(new SessionOptions().AccessLifetime + AccessTokenReader.Skew).TotalSeconds + reload;
        return $$"""
            A fresh key for {{algorithm}}. Whoever has it can issue access tokens: keep it where only this service can read it.

            {{NewMaterial(algorithm)}}

            Save that as the file {{file}} beside the ring file, which APP_JWT__KEYS_FILE names. Every instance reads the ring
            file again within APP_JWT__RELOAD_SECONDS ({{reload}} by default); nothing has to be restarted. Write it under another
            name and rename it, so that nobody reads half of it. Then, in this order:

            1. Add the key, on all instances:
                 { "keys": [ ...those that are there..., {{entry}} ] }
               Without a ring file, as the next free number of the settings, and restart:
                 APP_JWT__KEYS__0__KID={{kid}}
                 APP_JWT__KEYS__0__ALGORITHM={{algorithm}}{{(
                legacy.Length > 0 ? "\n     APP_JWT__KEYS__0__LEGACY=true" : ""
            )}}
                 APP_JWT__KEYS__0__FILE=/path/to/{{file}}
               Wait {{publish}} seconds: other services may keep /.well-known/jwks.json for {{KeySetDocument.MaxAgeSeconds}}, and instances take {{reload}}.

            2. Switch: move "active": true from the old key to this one (APP_JWT__KEYS__0__ACTIVE=true). APP_JWT_ACCESS_SECRET
               signs where no key is active, and stays accepted for as long as it is set.
               Wait {{retire}} seconds: the lifetime of an access token (APP_SESSIONS__ACCESS_MINUTES, 10 by default), 30 of skew, and {{reload}}.

            3. Retire: take the old key out, or set "retire_after": "2030-01-02T03:04:05Z" (APP_JWT__KEYS__n__RETIRE_AFTER) for it.
            """;
    }

    private static string NewMaterial(string algorithm)
    {
        switch (algorithm)
        {
            case SigningAlgorithms.Hs256:
                return Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes));
            case SigningAlgorithms.Es256:
                using (var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256))
                    return ec.ExportPkcs8PrivateKeyPem();
            default:
                using (var rsa = RSA.Create(RsaBits))
                    return rsa.ExportPkcs8PrivateKeyPem();
        }
    }
}
