namespace Enterprise.Tests.Api.Http.Families;

/// <summary>What is neither a token nor a content type.</summary>
internal static class OddCredentials
{
    private static readonly string Long = new('a', 8000);

    private static readonly string[] Authorizations =
    [
        "",
        " ",
        "Bearer",
        "Bearer ",
        "Bearer  {TOKEN}x",
        "bearer {TOKEN}x",
        "BEARER {TOKEN}x",
        "Bearer\t{TOKEN}",
        "Bearer {TOKEN} {TOKEN}",
        "Bearer {TOKEN},Bearer {TOKEN}",
        "Bearer {TOKEN};",
        "Bearer \"{TOKEN}\"",
        "Bearer={TOKEN}",
        "Bearer:{TOKEN}",
        "Bearer{TOKEN}",
        "{TOKEN}",
        "Token {TOKEN}",
        "Basic {TOKEN}",
        "Basic YTpi",
        "Basic !",
        "Digest username=\"a\"",
        "Negotiate YIIa",
        "Bearer .",
        "Bearer ..",
        "Bearer ...",
        "Bearer a.b.c",
        "Bearer a.b.c.d.e",
        "Bearer eyJhbGciOiJub25lIn0.e30.",
        "Bearer eyJhbGciOiJub25lIn0.bnVsbA.",
        "Bearer W10.W10.W10",
        "Bearer MQ.MQ.MQ",
        "Bearer {TOKEN}=",
        "Bearer {TOKEN}\u00e9",
        "Bearer \u00ff\u00fe",
        "Bearer {TOKEN}%00",
        "Bearer null",
        "Bearer undefined",
        $"Bearer {Long}",
        $"Bearer {new string('.', 8000)}",
        $"Bearer {new string('a', 20_000)}",
    ];

    private static readonly string[] ContentTypes =
    [
        "",
        " ",
        "application",
        "application/",
        "/json",
        "json",
        "application/json/x",
        "application/*",
        "*/*",
        "application/json, application/json",
        "application/json, text/plain",
        "text/plain, application/json",
        "application/json;",
        "application/json;;",
        "application/json; =",
        "application/json; charset",
        "application/json; charset=",
        "application/json; charset=utf-16",
        "application/json; charset=utf-32",
        "application/json; charset=utf-7",
        "application/json; charset=us-ascii",
        "application/json; charset=latin1",
        "application/json; charset=none",
        "application/json; charset=\u00e9",
        "application/json; charset=utf-8; charset=utf-16",
        "application/json; boundary=\"",
        "application/json\u00e9",
        "application/json\u00a0",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "multipart/form-data; boundary=",
        $"multipart/form-data; boundary={new string('a', 300)}",
        "application/problem+json",
        "application/vnd.api+json",
        "application/json-patch+json",
        "application/ld+json",
        "text/json",
        "text/html",
        "image/png",
        "application/octet-stream",
        "application/xml",
        $"application/{Long}",
        $"application/json; a={Long}",
    ];

    /// <summary>None of them is a good token: a route that needs one refuses them.</summary>
    public static IEnumerable<(string Name, string Value)> NoTokens(string token) =>
        Authorizations.Select(value => ("Authorization", value.Replace("{TOKEN}", token)));

    /// <summary>For routes that read a body.</summary>
    public static IEnumerable<(string Name, string Value)> Types =>
        ContentTypes.Select(value => ("Content-Type", value));
}
