namespace Enterprise.Tests.Api.Http.Families;

/// <summary>Header fields as nobody should send them. A token and the ids of things are put in for the words in braces.</summary>
internal static class OddHeaders
{
    private const string Tag = "0197a000-0000-7000-8000-000000000001";
    private static readonly string Long = new('a', 8000);

    private static readonly string[] Times =
    [
        "",
        "0",
        "yesterday",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "Fri, 31 Dec 9999 23:59:59 GMT",
        "Sat, 01 Jan 10000 00:00:00 GMT",
        "Mon, 30 Feb 2026 00:00:00 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
        "2026-11-22T10:00:00Z",
        Tag,
    ];

    private static readonly string[] Tags =
    [
        "",
        "*",
        "*, *",
        "*, \"a\"",
        "\"a\", *",
        "a",
        "'a'",
        "\"a",
        "a\"",
        "\"\"",
        "\"a\"\"b\"",
        "\"a\" \"b\"",
        "\"a\",",
        ",\"a\"",
        ",",
        ",,,",
        "\"a\",,\"b\"",
        "W/\"a\"",
        "w/\"a\"",
        "W\"a\"",
        "W/",
        "W/a",
        "W / \"a\"",
        "\"a\tb\"",
        "\"a b\"",
        "\"a\\\"b\"",
        "\"\u00e9\"",
        "\"a\u007fb\"",
        "**",
        "\"*\"",
        "0",
        $"\"{Tag}\"",
        $"\"{new string('a', 7000)}\"",
        string.Join(',', Enumerable.Repeat("\"a\"", 1500)),
    ];

    private static readonly (string Name, string[] Values)[] Fields =
    [
        ("If-Match", Tags),
        ("If-None-Match", Tags),
        ("If-Modified-Since", Times),
        ("If-Unmodified-Since", Times),
        ("If-Range", [.. Times, .. Tags]),
        (
            "Range",
            [
                "",
                "bytes",
                "bytes=",
                "bytes=-",
                "bytes=0-0",
                "bytes=0-",
                "bytes=-1",
                "bytes=-0",
                "bytes=5-2",
                "bytes=a-b",
                "bytes=0-99999999999999999999",
                "bytes=99999-",
                "bytes=0-1,2-3",
                "bytes=-9223372036854775808",
                "items=0-1",
                $"bytes={string.Join(',', Enumerable.Range(0, 1000).Select(i => $"{i}-{i}"))}",
            ]
        ),
        (
            "Accept",
            [
                "",
                "*",
                "*/*",
                "*/*;q=0",
                "*/*;q=2",
                "*/*;q=a",
                "application/json;q=",
                "application/json;v=2",
                "application/xml",
                "text/html, */*;q=0.1",
                "a/b/c",
                "/",
                "//",
                ",",
                ";",
                "application/",
                "application/json;charset=utf-16",
                "application/problem+json",
                "image/*",
                "application/json\u00e9",
                Long,
                string.Join(',', Enumerable.Range(0, 700).Select(i => $"a/b{i}")),
            ]
        ),
        (
            "Accept-Encoding",
            ["", "*", "identity;q=0", "*;q=0", "gzip;q=a", "gzip, br, zstd", "a,,b", ";", "gzip;q=1.00000001", Long]
        ),
        ("Accept-Language", ["", "*", "de;q=0", "xx-XX-xx", "tlh", "\u00e9", ";q", "en;q=-1", Long]),
        ("Accept-Charset", ["", "*", "utf-16", "utf-8;q=0", "a b", Long]),
        ("Content-Encoding", ["", "gzip", "br", "identity", "gzip, gzip", "x", Long]),
        ("Content-Language", ["", "de", Long]),
        ("Content-Disposition", ["", "attachment; filename=../../a", "a;b;c"]),
        ("Content-Range", ["bytes 0-1/2", "a"]),
        ("Content-MD5", ["", "a"]),
        ("Expect", ["100-continue", "100-Continue", "200-ok", "", "100-continue, 100-continue"]),
        ("Upgrade", ["h2c", "websocket", "HTTP/2.0", "TLS/1.0", ""]),
        ("HTTP2-Settings", ["AAMAAABkAAQAAP__", "!"]),
        ("Connection", ["keep-alive", "Authorization", "close, x", "upgrade", "", ","]),
        ("TE", ["trailers", "gzip", "chunked", ""]),
        ("Cookie", ["", "a=b", "a", "=", ";;;", "a=\"b", $"a={Long}", "a=\u00ff"]),
        .. OddSenders.Fields,
    ];

    /// <summary>For any route.</summary>
    public static IEnumerable<(string Name, string Value)> Anywhere =>
        Fields.SelectMany(one => one.Values, (one, value) => (one.Name, value));
}
