namespace Enterprise.Tests.Application.Sessions;

/// <summary>What can be wrong with the claims.</summary>
internal static partial class ForgedTokens
{
    private const string Long = "9223372036854775808";

    private static IEnumerable<(string Name, string Token)> Claims()
    {
        var now = Forge.Now;
        foreach (
            var claim in (string[])
                ["iss", "sub", "aud", "exp", "iat", "nbf", "jti", "sid", "roles", "permissions", "ver"]
        )
        {
            yield return ($"{claim} missing", WithClaims((claim, null)));
            yield return ($"{claim} null", WithClaims((claim, "null")));
            yield return ($"{claim} an object", WithClaims((claim, "{}")));
            yield return ($"{claim} twice", SignClaims(Forge.Claims().Replace("{", $"{{\"{claim}\":1,")));
        }
        yield return ("issued for more than an hour", WithClaims(("exp", $"{now + 3601}")));
        yield return (
            "issued long ago for more than an hour",
            WithClaims(("iat", $"{now - 3599}"), ("exp", $"{now + 2}"))
        );
        foreach (
            var versions in (string[])
                ["[]", "[1]", "[1,1,1]", "[\"1\",1]", "[1.5,1]", "[1,99999999999]", "[1,null]", "1"]
        )
            yield return ($"ver {versions} with one role", WithClaims(("ver", versions)));
        foreach (var claim in (string[])["exp", "iat", "nbf"])
        {
            foreach (
                var json in (string[])
                    [
                        $"\"{now + 600}\"",
                        $"{now}.5",
                        $"{now}.0",
                        "1e10",
                        "1E3",
                        "-1",
                        "true",
                        "[]",
                        Long,
                        "-" + Long,
                        "99999999999999999999999999",
                        "9223372036854775807",
                        "253402300800",
                    ]
            )
                yield return ($"{claim} {json}", WithClaims((claim, json)));
        }
        yield return (
            "exp at the end of all times, twice over",
            WithClaims(("exp", "253402300799"), ("iat", "253402300799"))
        );
        yield return ("exp zero", WithClaims(("exp", "0")));
        yield return ("exp long ago", WithClaims(("exp", $"{now - 3600}")));
        yield return ("exp before iat", WithClaims(("exp", $"{now + 5}"), ("iat", $"{now + 10}")));
        yield return ("exp with iat", WithClaims(("exp", $"{now}"), ("iat", $"{now}")));
        yield return ("iat in an hour", WithClaims(("iat", $"{now + 3600}"), ("exp", $"{now + 7200}")));
        yield return ("nbf in an hour", WithClaims(("nbf", $"{now + 3600}")));
        var audience = TokenForge.Jwt.Audience;
        foreach (
            var json in (string[])
                [
                    $"[\"{audience}\"]",
                    $"\"{audience}/\"",
                    $"\"{audience.ToUpperInvariant()}\"",
                    $"\" {audience}\"",
                    "\"\"",
                    "\"*\"",
                    "\"https://other.example\"",
                ]
        )
            yield return ($"aud {json}", WithClaims(("aud", json)));
        var issuer = TokenForge.Jwt.Issuer;
        foreach (
            var json in (string[])
                [$"[\"{issuer}\"]", $"\"{issuer}/\"", $"\"{issuer.ToUpperInvariant()}\"", "\"\"", $"\"{audience}\""]
        )
            yield return ($"iss {json}", WithClaims(("iss", json)));
        foreach (var claim in (string[])["sub", "sid", "jti"])
        foreach (var text in Ids())
            yield return ($"{claim} '{text}'", WithClaims((claim, $"\"{text}\"")));
        foreach (var claim in (string[])["roles", "permissions"])
        foreach (
            var json in (string[])
                ["\"user\"", "[1]", "[null]", "[[\"user\"]]", "{\"0\":\"user\"}", "[\"user\"", "[\"\\ud800\"]"]
        )
            yield return ($"{claim} {json}", WithClaims((claim, json)));
        foreach (var (name, json) in Documents())
            yield return ($"claims of {name}", SignClaims(json));
    }

    /// <summary>Forms of a GUID that are not the canonical one; the first is no GUID at all.</summary>
    private static string[] Ids() =>
        [
            "ada",
            "",
            "1",
            TokenForge.User.Replace("-", ""),
            $"{{{TokenForge.User}}}",
            $"({TokenForge.User})",
            $" {TokenForge.User}",
            $"{TokenForge.User} ",
            TokenForge.User.ToUpperInvariant(),
            TokenForge.User + "0",
            TokenForge.User.Replace("0197a000", "+197a000"),
            TokenForge.User.Replace("0197a000", "0x97a000"),
            "{0x0197a000,0x0000,0x7000,{0x80,0x00,0x00,0x00,0x00,0x00,0x00,0x01}}",
        ];
}
