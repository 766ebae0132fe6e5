using System.IO.Compression;
using System.Text;

namespace Enterprise.Tests.Api.Http.Families;

/// <summary>Bodies that are no JSON at all, or JSON of a shape that no route reads.</summary>
internal static class BrokenBodies
{
    private const int Mebibyte = 1 << 20;

    private static readonly string[] UnknownMembers =
    [
        "\"__proto__\":{\"is_admin\":true}",
        "\"constructor\":{\"prototype\":{}}",
        "\"$type\":\"System.Object\"",
        "\"@type\":\"java.lang.Object\"",
        "\"$id\":\"1\"",
        "\"$ref\":\"1\"",
        "\"$values\":[]",
        "\"is_admin\":true",
        "\"id\":\"0197a000-0000-7000-8000-000000000001\"",
        "\"\":1",
        "\" \":1",
        "\"\\u0000\":1",
        "\"a\\ud800\":1",
        "\"🙂\":1",
        "\"%00\":null",
        "\"a.b\":1",
        "\"a[0]\":1",
    ];

    public static IEnumerable<JsonCase> All =>
        [.. Fixed(), .. UnknownMembers.Select(JsonCase.Unknown), .. Around(), .. Members(), .. Large(), .. Encoded()];

    private static IEnumerable<JsonCase> Fixed() =>
        new[]
        {
            "",
            " ",
            "\n\n",
            "null",
            "true",
            "false",
            "1",
            "-0",
            "1e400",
            "\"text\"",
            "\"\"",
            "[]",
            "[null]",
            "[{}]",
            "[[]]",
            "\0",
            "\u001e{}\n",
            "a=b&c=d",
            "<a>b</a>",
            "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>",
            "a: b",
            "--- {}",
            "a,b\nc,d",
            "O:8:\"stdClass\":0:{}",
            "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--x--",
            "GET / HTTP/1.1\r\n\r\n",
        }.Select(text => JsonCase.Refused($"body {text}", (_, _) => text));

    private static IEnumerable<JsonCase> Around() =>
        [
            JsonCase.Refused("in an array", (good, _) => $"[{good}]"),
            JsonCase.Refused("as a text", (good, _) => System.Text.Json.JsonSerializer.Serialize(good)),
            JsonCase.Refused("in base64", (good, _) => Convert.ToBase64String(Encoding.UTF8.GetBytes(good))),
            JsonCase.Refused("half of it", (good, _) => good[..(good.Length / 2)]),
            JsonCase.Refused("without its end", (good, _) => good[..^1]),
            JsonCase.Refused("without its start", (good, _) => good[1..]),
            JsonCase.Refused("with a comma at the end", (good, _) => $"{good[..^1]},}}"),
            JsonCase.Refused("with a comma at the start", (good, _) => $"{{,{good[1..]}"),
            JsonCase.Refused("with semicolons", (good, _) => $"{good[..^1]};\"a\":1}}"),
            JsonCase.Refused("with single quotes", (good, _) => good.Replace('"', '\'')),
            JsonCase.Refused("without quotes", (good, _) => good.Replace("\"", "")),
            JsonCase.Refused("with escaped quotes", (good, _) => good.Replace("\"", "\\\"")),
            JsonCase.Refused("with a round bracket", (good, _) => $"({good})"),
            .. new[]
            {
                "callback(",
                ")]}',\n",
                "while(1);",
                "var a=",
                "// c\n",
                "/* c */",
                "\0",
                "\u00a0",
                "\f",
                "{}",
                "1 ",
            }.Select(before => JsonCase.Refused($"after {before}", (good, _) => before + good)),
            .. new[]
            {
                "{}",
                "null",
                "1",
                ",",
                "}",
                "]",
                ";",
                "\0",
                "// c",
                "/* c */",
                "# c",
                "x",
                "\"",
                "\u00a0",
                "\n{",
            }.Select(after => JsonCase.Refused($"before {after}", (good, _) => good + after)),
        ];

    private static IEnumerable<JsonCase> Members() =>
        [
            JsonCase.Refused("a member twice", (good, member) => $"{{\"{member}\":null,{good[1..]}"),
            JsonCase.Refused(
                "a member twice, once escaped",
                (good, member) => $"{{\"{Escaped(member)}\":null,{good[1..]}"
            ),
            JsonCase.Refused("a name in capitals", (_, member) => $"{{\"{member.ToUpperInvariant()}\":\"a\"}}"),
            JsonCase.Refused("a name with a space", (_, member) => $"{{\"{member} \":\"a\"}}"),
            JsonCase.Refused("a name with a NUL", (_, member) => $"{{\"{member}\\u0000\":\"a\"}}"),
            JsonCase.Refused("a name with nothing to see", (_, member) => $"{{\"{member}\u200b\":\"a\"}}"),
            JsonCase.Refused("a name with a dash", (_, member) => $"{{\"-{member}\":\"a\"}}"),
            .. new[]
            {
                "1",
                "-0",
                "1.5",
                "1e400",
                "true",
                "false",
                "{}",
                "{\"a\":{}}",
                "[1]",
                "[[]]",
                "[{}]",
                "[true]",
            }.Select(value => JsonCase.Value($"type of {value}", value)),
        ];

    private static IEnumerable<JsonCase> Large() =>
        [
            JsonCase.Value("a number of 4000 digits", JsonCase.Many("9", 4000)),
            JsonCase.Value("17 deep", JsonCase.Many("[", 17) + JsonCase.Many("]", 17)),
            JsonCase.Value("1000 objects deep", JsonCase.Many("{\"a\":", 1000) + "1" + JsonCase.Many("}", 1000)),
            JsonCase.Refused("100000 arrays deep, not closed", (_, _) => JsonCase.Many("[", 100_000)),
            JsonCase.Refused("a mebibyte of brackets", (_, _) => JsonCase.Many("[", Mebibyte)),
            JsonCase.Refused("a mebibyte of spaces", (_, _) => JsonCase.Many(" ", Mebibyte)),
            JsonCase.Refused(
                "10000 unknown members",
                (_, _) => $"{{{string.Join(',', Enumerable.Range(0, 10_000).Select(i => $"\"m{i}\":1"))}}}"
            ),
            JsonCase.Refused(
                "10000 times the same member",
                (_, member) => $"{{{JsonCase.Many($"\"{member}\":null,", 10_000)}\"{member}\":null}}"
            ),
            JsonCase.Refused("a name of 500 kB", (_, _) => $"{{\"{JsonCase.Many("a", 500_000)}\":1}}"),
            JsonCase.Refused(
                "an unknown text of 500 kB",
                (_, _) => $"{{\"unknown\":\"{JsonCase.Many("a", 500_000)}\"}}"
            ),
        ];

    private static IEnumerable<JsonCase> Encoded() =>
        [
            JsonCase.Bytes("UTF-8 with a mark", good => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(good)]),
            .. new (string Name, Encoding Encoding)[]
            {
                ("UTF-16 LE", new UnicodeEncoding(bigEndian: false, byteOrderMark: true)),
                ("UTF-16 BE", new UnicodeEncoding(bigEndian: true, byteOrderMark: true)),
                ("UTF-32 LE", new UTF32Encoding(bigEndian: false, byteOrderMark: true)),
                ("UTF-32 BE", new UTF32Encoding(bigEndian: true, byteOrderMark: true)),
            }.SelectMany(one =>
                (JsonCase[])
                    [
                        JsonCase.Bytes(one.Name, one.Encoding.GetBytes),
                        JsonCase.Bytes(
                            $"{one.Name} with a mark",
                            good => [.. one.Encoding.Preamble, .. one.Encoding.GetBytes(good)]
                        ),
                        JsonCase.Bytes($"{one.Name} and a byte less", good => one.Encoding.GetBytes(good)[..^1]),
                    ]
            ),
            .. new[]
            {
                "80",
                "BF",
                "C0AF",
                "C080",
                "E9",
                "E282",
                "EDA080",
                "EDB080",
                "F08080AF",
                "F4908080",
                "F5808080",
                "FE",
                "FF",
            }.SelectMany(hex =>
                (JsonCase[])
                    [
                        new(
                            $"the bytes {hex} in a text",
                            (_, member) =>
                                [
                                    .. Encoding.UTF8.GetBytes($"{{\"{member}\":\"a"),
                                    .. Convert.FromHexString(hex),
                                    .. "a\"}"u8,
                                ]
                        ),
                        new(
                            $"the bytes {hex} in a name",
                            (_, member) =>
                                [
                                    .. Encoding.UTF8.GetBytes($"{{\"{member}"),
                                    .. Convert.FromHexString(hex),
                                    .. "\":\"a\"}"u8,
                                ]
                        ),
                        JsonCase.Bytes(
                            $"the bytes {hex} after it",
                            good => [.. Encoding.UTF8.GetBytes(good), .. Convert.FromHexString(hex)]
                        ),
                    ]
            ),
            JsonCase.Bytes("gzip", Packed),
            JsonCase.Bytes("every byte there is", _ => [.. Enumerable.Range(0, 256).Select(i => (byte)i)]),
            JsonCase.Bytes("NULs", _ => new byte[5000]),
        ];

    private static string Escaped(string name) => $"\\u{(int)name[0]:x4}{name[1..]}";

    private static byte[] Packed(string good)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(good));
        return packed.ToArray();
    }
}
