namespace Enterprise.Tests.Api.Http.Families;

/// <summary>Header fields that tell of the sender, of what is between them and the server, and of what belongs together.</summary>
internal static class OddSenders
{
    private static readonly string Long = new('a', 8000);

    public static (string Name, string[] Values)[] Fields { get; } =
    [
        (
            "x-request-id",
            [
                "",
                " ",
                "a b",
                "a%0d%0ab",
                "a\\r\\nb",
                "\u00e9",
                "a\"b",
                "a;b",
                "<a>",
                "'",
                Long,
                new string('a', 64),
                new string('a', 65),
                "\t",
            ]
        ),
        (
            "traceparent",
            [
                "",
                "00",
                "00-0-0-0",
                "00-00000000000000000000000000000000-0000000000000000-00",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-what",
                "00-0AF7651916CD43DD8448EB211C80319C-B7AD6B7169203331-01",
                "00-zzz7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "|a.b.",
                Long,
            ]
        ),
        (
            "tracestate",
            [
                "",
                "a",
                "a=b",
                "a=b,,,c=d",
                "=",
                "a=\u00e9",
                Long,
                string.Join(',', Enumerable.Range(0, 500).Select(i => $"a{i}=b")),
            ]
        ),
        ("baggage", ["", "a", "a=b;c", "a=%zz", "a=%00", "=,=", "a=\u00e9", Long]),
        ("Request-Id", ["|a.b.", "", Long]),
        ("Correlation-Context", ["a=b", "a", Long]),
        ("X-HTTP-Method-Override", ["DELETE", "delete", "PUT", "\u00e9", Long]),
        ("X-HTTP-Method", ["DELETE"]),
        ("X-Method-Override", ["DELETE"]),
        ("X-Original-URL", ["/v1/users", "/health", "a", Long]),
        ("X-Rewrite-URL", ["/v1/users", "/health", Long]),
        ("X-Forwarded-For", ["", "a", "1.2.3.4", "::1", "[::1]:1", "1.2.3.4, 5.6.7.8", "999.0.0.1", "unknown", Long]),
        ("X-Forwarded-Proto", ["", "https", "a b", "https,http", Long]),
        ("X-Forwarded-Host", ["", "evil.example", "a b", "a/b", Long]),
        ("X-Forwarded-Prefix", ["/a", "a", "//a", Long]),
        ("X-Forwarded-Port", ["443", "a", "-1"]),
        ("X-Real-IP", ["1.2.3.4", "a"]),
        ("Forwarded", ["", "for=1.2.3.4", "for=\"[::1]\";host=a;proto=https", "for=", ";;", "a=\"", Long]),
        ("Via", ["1.1 a", "a", ""]),
        ("Origin", ["", "null", "https://evil.example", "a", "http://", "https://\u00e9", Long]),
        ("Access-Control-Request-Method", ["DELETE", "", "\u00e9"]),
        ("Access-Control-Request-Headers", ["authorization", "", ",", Long]),
        ("Referer", ["", "a", "http://\u00e9", Long]),
        ("User-Agent", ["", "\u00e9", "a\tb", "() { :;}; a", "${jndi:ldap://a}", Long]),
        (
            "Host",
            [
                "",
                "localhost:1",
                "127.0.0.1",
                "[::1]",
                "[::1",
                "a b",
                "a@b",
                "a/b",
                "a:b",
                "a:99999",
                "\u00e9",
                "..",
                "evil.example",
                new string('a', 300),
            ]
        ),
        ("Date", ["", "0", "yesterday"]),
        ("From", ["a", "\u00e9"]),
        ("Max-Forwards", ["0", "-1", "a"]),
        ("Pragma", ["no-cache", "", "x"]),
        ("Cache-Control", ["no-cache", "max-age=0", "max-age=a", "only-if-cached", "\u00e9", Long]),
        ("Proxy-Authorization", ["Basic YTpi", ""]),
        ("Idempotency-Key", ["", "a b", Long]),
        ("Prefer", ["return=minimal", "a=b=c", ""]),
        ("Sec-WebSocket-Key", ["a", ""]),
    ];
}
