namespace Enterprise.Benchmarks.Fuzz;

/// <summary>The same for bodies and for where they end.</summary>
internal static class OddBodies
{
    public static readonly string[] Json =
    [
        "null",
        "true",
        "1",
        "-0",
        "1e400",
        "01",
        "\"\"",
        "\"a\"",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "\"\u00ff\"",
        "\"\u0001\"",
        "[]",
        "{}",
        "[null]",
        "[\"admin\"]",
        "{\"a\":1}",
        "NaN",
        "'a'",
        "/**/",
        ",",
        ":",
        "{",
        "}",
        "[",
        "]",
        "\\",
        "\"",
        "\"$type\":\"a\",",
        "\"__proto__\":{},",
        "\"name\":null,",
        "\"email\":\"a@b.de\",",
        "\u00ef\u00bb\u00bf",
        "\0",
        "99999999999999999999999999",
        "\"a@b.de\\r\\nX: y\"",
        "\"\\uffff\"",
        "\"%00\"",
    ];

    public static readonly string[] Framings =
    [
        "Content-Length: {LENGTH}1",
        "Content-Length: 0",
        "Content-Length: -1",
        "Content-Length: +{LENGTH}",
        "Content-Length: {LENGTH}\r\nContent-Length: 0",
        "Content-Length: 99999999999999999999",
        "Content-Length: 2000000",
        "Transfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: {LENGTH}",
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: chunked, gzip",
        "Transfer-Encoding: identity",
        "Transfer-Encoding : chunked",
        "Transfer-Encoding:\r\n chunked",
        "Content-Length: {LENGTH}\nX: y",
        "X: y\r\n z\r\nContent-Length: {LENGTH}",
        "X\0: y\r\nContent-Length: {LENGTH}",
        "",
    ];

    public static readonly string[] ChunkSizes =
    [
        "0x{SIZE}",
        "+{SIZE}",
        "-{SIZE}",
        "{SIZE};a=b",
        "{SIZE};a=\"\n\"",
        "0{SIZE}",
        "80000000",
        "ffffffffffffffff",
        "1",
        "",
        "g",
        " {SIZE}",
    ];
}
