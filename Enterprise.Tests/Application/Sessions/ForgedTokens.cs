namespace Enterprise.Tests.Application.Sessions;

/// <summary>Tokens that must not be read, by what is wrong with them; each is signed with the right key unless it says otherwise.</summary>
internal static partial class ForgedTokens
{
    private static readonly TokenForge Forge = new();
    private static readonly string Good = TokenForge.Sign(TokenForge.GoodHeader, Forge.Claims());

    public static IEnumerable<TestCaseData> All() =>
        Headers()
            .Concat(Claims())
            .Concat(Signatures())
            .Concat(Shapes())
            .Select(forged => new TestCaseData(forged.Token).SetArgDisplayNames(forged.Name));

    private static IEnumerable<(string Name, string Token)> Headers()
    {
        foreach (
            var alg in (string[])
                [
                    "none",
                    "None",
                    "NONE",
                    "nOnE",
                    "HS384",
                    "HS512",
                    "RS256",
                    "ES256",
                    "PS256",
                    "EdDSA",
                    "dir",
                    "hs256",
                    "HS256 ",
                    "",
                ]
        )
            yield return ($"alg '{alg}'", WithHeader(("alg", $"\"{alg}\"")));
        foreach (
            var typ in (string[])["JWT", "AT+JWT", "At+jwt", "application/at+jwt", "at+jwt;x=1", "jwt", "", "at jwt"]
        )
            yield return ($"typ '{typ}'", WithHeader(("typ", $"\"{typ}\"")));
        foreach (
            var kid in (string[])
                [
                    "",
                    "1",
                    "../../../dev/null",
                    "http://127.0.0.1/",
                    "' OR 1=1 --",
                    "\\u0000",
                    new('a', 4000),
                    TokenForge.Key.Id + " ",
                    TokenForge.Key.Id.ToUpperInvariant() + "x",
                ]
        )
            yield return ($"kid '{(kid.Length > 99 ? "4000 characters" : kid)}'", WithHeader(("kid", $"\"{kid}\"")));
        foreach (var member in (string[])["alg", "typ", "kid"])
        {
            yield return ($"{member} missing", WithHeader((member, null)));
            yield return ($"{member} null", WithHeader((member, "null")));
            yield return ($"{member} a number", WithHeader((member, "1")));
            yield return ($"{member} a list", WithHeader((member, "[\"HS256\"]")));
            yield return ($"{member} an object", WithHeader((member, "{}")));
        }
        foreach (
            var (name, json) in ((string, string)[])
                [
                    ("crit", "[]"),
                    ("crit", "[\"exp\"]"),
                    ("crit", "[\"b64\"]"),
                    ("b64", "false"),
                    ("b64", "true"),
                    ("jwk", """{"kty":"oct","k":"AAAA"}"""),
                    ("jku", "\"https://evil.example/keys\""),
                    ("x5u", "\"https://evil.example/cert\""),
                    ("x5c", "[\"AAAA\"]"),
                    ("x5t", "\"AAAA\""),
                    ("zip", "\"DEF\""),
                    ("cty", "\"JWT\""),
                    ("enc", "\"A256GCM\""),
                    ("Alg", "\"HS256\""),
                    ("anything", "1"),
                    ("$type", "\"x\""),
                    ("__proto__", "{}"),
                ]
        )
            yield return ($"{name} {json} in the header", WithHeader((name, json)));
        yield return ("alg twice", Sign(TokenForge.GoodHeader.Replace("{", "{\"alg\":\"none\",")));
        yield return ("alg twice, the good one last", Sign(TokenForge.GoodHeader.Replace("}", ",\"alg\":\"HS256\"}")));
        yield return ("kid twice", Sign(TokenForge.GoodHeader.Replace("{", "{\"kid\":\"x\",")));
        yield return (
            "alg spelled twice, once with an escape",
            Sign(TokenForge.GoodHeader.Replace("{", "{\"\\u0061lg\":\"none\","))
        );
        foreach (var (name, json) in Documents())
            yield return ($"header of {name}", Sign(json));
    }

    private static IEnumerable<(string Name, string Json)> Documents() =>
        [
            ("nothing", ""),
            ("null", "null"),
            ("a list", "[]"),
            ("a number", "1"),
            ("a string", "\"\""),
            ("true", "true"),
            ("an empty object", "{}"),
            ("garbage", "not json"),
            ("half an object", "{"),
            ("two objects", "{}{}"),
            ("a good header and more", TokenForge.GoodHeader + "x"),
            ("good claims and more", Forge.Claims() + "{}"),
            ("good claims and a NUL", Forge.Claims() + "\0"),
            ("a comma at the end", Forge.Claims().Replace("}", ",}")),
            ("a comment", Forge.Claims().Replace("{", "{/* */")),
            ("a byte order mark", "\ufeff" + Forge.Claims()),
            ("a header behind a byte order mark", "\ufeff" + TokenForge.GoodHeader),
            ("single quotes", Forge.Claims().Replace('"', '\'')),
            ("a thousand lists", new string('[', 1000)),
            ("a thousand objects", string.Concat(Enumerable.Repeat("{\"a\":", 1000))),
            ("an object that is too deep", Forge.Claims(("x", "[[[[[1]]]]]"))),
            ("a lone surrogate", Forge.Claims(("iss", "\"\\ud800\""))),
            ("a NUL", "\0"),
        ];

    private static string Sign(string header) => TokenForge.Sign(header, Forge.Claims());

    private static string SignClaims(string claims) => TokenForge.Sign(TokenForge.GoodHeader, claims);

    private static string WithHeader((string, string?) change) => Sign(TokenForge.Header(change));

    private static string WithClaims(params (string, string?)[] changes) => SignClaims(Forge.Claims(changes));
}
