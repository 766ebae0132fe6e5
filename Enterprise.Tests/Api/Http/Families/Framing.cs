namespace Enterprise.Tests.Api.Http.Families;

/// <summary>Bytes that may be taken for one request or for another number of them.</summary>
/// <param name="Name">Unique.</param>
/// <param name="Text">As it is sent, in Latin-1. What may only be seen by somebody who reads it wrongly asks for <c>/hidden</c>.</param>
/// <param name="Statuses">What the first answer may be; 0 for none.</param>
internal sealed partial record Framing(string Name, string Text, params int[] Statuses)
{
    private const string Json = "{\"refresh_token\":\"x\"}";
    private const string Chunk = $"15\r\n{Json}\r\n0\r\n\r\n";
    private const string Hidden = "GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n";

    // Whether it is read at all, or refused by who reads it.
    private static readonly int[] ReadOrNot = [400, 401];
    private static readonly int[] NotRead = [400, 0];

    public static IReadOnlyList<Framing> All { get; } =
    [.. Lengths(), .. Codings(), .. Chunks(), .. Lines(), .. Headers(), .. Broken()];

    private static IEnumerable<Framing> Lengths() =>
        [
            Post("both lengths", $"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n{Chunk}{Hidden}", ReadOrNot),
            Post(
                "both lengths, the other way",
                $"Transfer-Encoding: chunked\r\nContent-Length: 21\r\n\r\n0\r\n\r\n{Hidden}",
                ReadOrNot
            ),
            Post("both lengths, none", $"Content-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n{Chunk}", ReadOrNot),
            Post("a length twice", $"Content-Length: 21\r\nContent-Length: 21\r\n\r\n{Json}", NotRead),
            Post("two lengths", $"Content-Length: 21\r\nContent-Length: 0\r\n\r\n{Json}{Hidden}", NotRead),
            Post("a list of lengths", $"Content-Length: 21, 21\r\n\r\n{Json}", NotRead),
            .. new[]
            {
                "-1",
                "-0",
                "0x15",
                "1e1",
                "21.0",
                "21 21",
                "",
                "a",
                "99999999999999999999",
                "9223372036854775807",
                "18446744073709551616",
                "\u00ef\u00bc\u0092\u00ef\u00bc\u0091",
                "21;",
                "\"21\"",
                "21\u00a0",
            }.Select(length => Post($"a length of {length}", $"Content-Length: {length}\r\n\r\n{Json}", 400, 413)),
            .. new[] { "+21", "021", " 21", "21 ", "\t21" }.Select(length =>
                Post($"a length of '{length}'", $"Content-Length: {length}\r\n\r\n{Json}", ReadOrNot)
            ),
            Post("a length that is too short", $"Content-Length: 5\r\n\r\n{Json}", 400),
            Post("a length and a space before the colon", $"Content-Length : 21\r\n\r\n{Json}", NotRead),
            Post("a length with an underscore", "Content_Length: 21\r\n\r\n", 400),
            Post("no length", "\r\n", 400, 415),
            new(
                "a body of a GET",
                $"GET /health HTTP/1.1\r\nHost: a\r\nContent-Length: {Hidden.Length}\r\n\r\n{Hidden}",
                200,
                400
            ),
            new(
                "a chunked body of a GET",
                $"GET /health HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n{Chunk}",
                200,
                400
            ),
            new(
                "a body of a route that is not there",
                $"POST /nope HTTP/1.1\r\nHost: a\r\nContent-Length: {Hidden.Length}\r\n\r\n{Hidden}",
                404
            ),
            new(
                "a body of somebody without a token",
                $"PATCH /v1/me HTTP/1.1\r\nHost: a\r\nContent-Length: {Hidden.Length}\r\n\r\n{Hidden}",
                401
            ),
            new(
                "a body of another type",
                $"POST /v1/auth/refresh HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nContent-Length: {Hidden.Length}\r\n\r\n{Hidden}",
                415
            ),
            new(
                "a HEAD with a body",
                $"HEAD /nope HTTP/1.1\r\nHost: a\r\nContent-Length: {Hidden.Length}\r\n\r\n{Hidden}",
                400,
                404
            ),
            new(
                "a body that the sender waits to send",
                "POST /v1/auth/refresh HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nExpect: 100-continue\r\nContent-Length: 21\r\n\r\n",
                415
            ),
        ];

    private static IEnumerable<Framing> Codings() =>
        [
            .. new[]
            {
                "chunked, chunked",
                "gzip, chunked",
                "chunked, gzip",
                "identity",
                "identity, chunked",
                "xchunked",
                "chunked;q=1",
                "\"chunked\"",
                "chunkedx",
                "chunk",
                "",
                ",",
                "chunked,",
                ",chunked",
                "\vchunked",
                "chunked\v",
                "chunked\f",
                "\u00e9",
                "deflate",
            }.Select(coding =>
                Post($"coded {coding}", $"Transfer-Encoding: {coding}\r\n\r\n{Chunk}", 400, 401, 415, 501)
            ),
            .. new[] { "Chunked", "CHUNKED", " chunked", "chunked ", "\tchunked\t" }.Select(coding =>
                Post($"coded '{coding}'", $"Transfer-Encoding: {coding}\r\n\r\n{Chunk}", ReadOrNot)
            ),
            Post("coded twice", $"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n{Chunk}", ReadOrNot),
            Post(
                "coded in two ways",
                $"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n{Chunk}{Hidden}",
                400,
                415,
                501
            ),
            Post(
                "coded in two other ways",
                $"Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n{Chunk}{Hidden}",
                400,
                401,
                415,
                501
            ),
            Post("a space before the colon of the coding", $"Transfer-Encoding : chunked\r\n\r\n{Chunk}", NotRead),
            Post("a coding on a line of its own", $"Transfer-Encoding:\r\n chunked\r\n\r\n{Chunk}", NotRead),
            Post("a coding with an underscore", "Transfer_Encoding: chunked\r\nContent-Length: 0\r\n\r\n", 400),
            new(
                "a coding in HTTP/1.0",
                $"POST /v1/auth/refresh HTTP/1.0\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n{Chunk}",
                400,
                401
            ),
        ];

    private static IEnumerable<Framing> Chunks() =>
        [
            .. new[]
            {
                "0x15",
                "+15",
                "-15",
                " 15",
                "15 15",
                "15h",
                "0015g",
                "",
                "g",
                "ffffffff",
                "80000000",
                "ffffffffffffffff",
                "10000000000000000",
                "015\t",
                "\u00ef\u00bc\u0091\u00ef\u00bc\u0095",
                "\u00e9",
            }.Select(size => Chunked($"a chunk of {size}", $"{size}\r\n{Json}\r\n0\r\n\r\n", 400, 401, 413)),
            // Announced, never sent, and waited for: whoever says that there is nothing more has left.
            Chunked("a chunk of 7fffffff", $"7fffffff\r\n{Json}\r\n0\r\n\r\n", 0, 408),
            .. new[] { "15", "015", "000000015", "15;a", "15;a=b", "15;a=\"b\"", "15; a = b ", "15;" }.Select(size =>
                Chunked($"a chunk that is {size}", $"{size}\r\n{Json}\r\n0\r\n\r\n", ReadOrNot)
            ),
            Chunked(
                "a chunk with a long extension",
                $"15;{new string('a', 20_000)}\r\n{Json}\r\n0\r\n\r\n",
                400,
                401,
                413
            ),
            Chunked("a chunk with an extension over two lines", $"15;a=\"\r\n{Json}\r\n0\r\n\r\n", ReadOrNot),
            Chunked("a chunk whose line ends in LF", $"15\n{Json}\r\n0\r\n\r\n", 400, 401),
            Chunked("a chunk that ends in LF", $"15\r\n{Json}\n0\r\n\r\n", 400, 401),
            Chunked("a chunk that ends in nothing", $"15\r\n{Json}0\r\n\r\n", 400),
            Chunked("a chunk that is too long", $"10\r\n{Json}\r\n0\r\n\r\n{Hidden}", 400),
            Chunked("a chunk for each byte", $"{string.Concat(Json.Select(c => $"1\r\n{c}\r\n"))}0\r\n\r\n", 401),
            Chunked("a last chunk of many noughts", $"15\r\n{Json}\r\n0000000000\r\n\r\n", ReadOrNot),
            Chunked("a trailer", $"15\r\n{Json}\r\n0\r\nX-A: b\r\n\r\n", 401),
            Chunked(
                "a trailer that says who sends",
                $"15\r\n{Json}\r\n0\r\nAuthorization: Bearer x\r\nHost: b\r\nContent-Length: 3\r\n\r\n",
                400,
                401
            ),
            Chunked("a trailer that is none", $"15\r\n{Json}\r\n0\r\nwhat\r\n\r\n", 400, 401),
            Chunked(
                "a trailer of 40 kB",
                $"15\r\n{Json}\r\n0\r\nX-A: {new string('a', 40_000)}\r\n\r\n",
                400,
                401,
                431
            ),
            Chunked(
                "200 trailers",
                $"15\r\n{Json}\r\n0\r\n{string.Concat(Enumerable.Range(0, 200).Select(i => $"X-{i}: a\r\n"))}\r\n",
                400,
                401,
                431
            ),
        ];

    private static Framing Chunked(string name, string body, params int[] statuses) =>
        Post(name, $"Transfer-Encoding: chunked\r\n\r\n{body}", statuses);

    private static Framing Post(string name, string rest, params int[] statuses) =>
        new(name, $"POST /v1/auth/refresh HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n{rest}", statuses);
}
