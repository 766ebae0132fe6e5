namespace Enterprise.Tests.Api.Http.Families;

/// <summary>Request lines and headers, and requests that are not whole.</summary>
internal sealed partial record Framing
{
    private static IEnumerable<Framing> Lines() =>
        [
            .. new[]
            {
                "GET /health",
                "GET  /health HTTP/1.1",
                " GET /health HTTP/1.1",
                "GET\t/health HTTP/1.1",
                "GET /health HTTP/1.1 ",
                "GET /he alth HTTP/1.1",
                "GET /health\0 HTTP/1.1",
                "GET /health HTTP/1.",
                "GET /health HTTP/1.12",
                "GET /health HTTP/1,1",
                "GET /health HTTP /1.1",
                "GET /health http/1.1",
                "GET /health XHTTP/1.1",
                "GET /health HTTP/0.9",
                "GET /health HTTP/2.0",
                "GET /health HTTP/3",
                "GET /health HTTP/99.99",
                "GET HTTP/1.1",
                " ",
                "\0",
                "/health",
                "GET",
                "G\u00cbT /health HTTP/1.1",
                "GE(T /health HTTP/1.1",
                "GET health HTTP/1.1",
                "GET ../health HTTP/1.1",
                "GET \\health HTTP/1.1",
                "GET ?a HTTP/1.1",
                "GET http:// HTTP/1.1",
                "GET http:/health HTTP/1.1",
                "GET ://a/ HTTP/1.1",
                "GET a:80 HTTP/1.1",
                "GET * HTTP/1.1",
                "CONNECT a:80 HTTP/1.1",
                "CONNECT / HTTP/1.1",
                "CONNECT * HTTP/1.1",
            }.Select(line => new Framing($"the line {line}", $"{line}\r\nHost: a\r\n\r\n", 400, 404, 405, 505, 0)),
            // The server core reads it as one.
            new("two spaces before the version", "GET /health  HTTP/1.1\r\nHost: a\r\n\r\n", 200, 400),
            new("an absolute target", "GET http://a/health HTTP/1.1\r\nHost: a\r\n\r\n", 200, 400),
            new("an absolute target of another host", "GET http://b/health HTTP/1.1\r\nHost: a\r\n\r\n", 200, 400),
            new(
                "an absolute target of another scheme",
                "GET file:///etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n",
                400,
                404,
                0
            ),
            new("an absolute target with a user", "GET http://a:b@c/health HTTP/1.1\r\nHost: c\r\n\r\n", 200, 400),
            new("the server itself", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 204, 400, 404, 405),
            new("a fragment", "GET /health#a HTTP/1.1\r\nHost: a\r\n\r\n", 200, 400, 404),
            new("empty lines first", "\r\n\r\nGET /health HTTP/1.1\r\nHost: a\r\n\r\n", 200, 400, 0),
            new("lines that end in LF", "GET /health HTTP/1.1\nHost: a\n\n", 200, 400),
            new("lines that end in CR", "GET /health HTTP/1.1\rHost: a\r\r", 400, 0),
            new("a method of 5 kB", $"{new string('A', 5000)} /health HTTP/1.1\r\nHost: a\r\n\r\n", 400, 404, 405, 414),
            new("a target of 9 kB", $"GET /{new string('a', 9000)} HTTP/1.1\r\nHost: a\r\n\r\n", 400, 414),
            new("a version of 9 kB", $"GET / HTTP/1.{new string('1', 9000)}\r\nHost: a\r\n\r\n", 400, 414, 505),
            new("a method of its own", "FOO /health HTTP/1.1\r\nHost: a\r\n\r\n", 400, 405, 501),
            new("HTTP/0.9", "GET /health\r\n", 400, 0),
            new("TLS", "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003", NotRead),
            new("SSH", "SSH-2.0-OpenSSH_9.2\r\n", NotRead),
            new("PROXY", "PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\nGET /health HTTP/1.1\r\nHost: a\r\n\r\n", NotRead),
        ];

    private static IEnumerable<Framing> Headers() =>
        [
            .. new[]
            {
                "X-A: a\0b",
                "X-A: a\rb",
                "X-A: \0",
                "X\0A: b",
                "X A: b",
                " X-A: b",
                "X-A : b",
                ": b",
                "X-A",
                "X-A b",
                "\u00c9: b",
                "X-A\t: b",
                "X-(A): b",
                "\"X\": b",
                "X-A: b\r\n c",
                "X-A: b\r\n\tc",
                "X-A:\r\n b",
                "@: b",
                "X-A: \u007f",
                "X-A: \u0001",
            }.Select(line => new Framing(
                $"the header {line}",
                $"GET /health HTTP/1.1\r\nHost: a\r\n{line}\r\n\r\n",
                200,
                400
            )),
            new(
                "101 headers",
                $"GET /health HTTP/1.1\r\nHost: a\r\n{string.Concat(Enumerable.Range(0, 101).Select(i => $"X-{i}: a\r\n"))}\r\n",
                400,
                431
            ),
            new(
                "the same header 99 times",
                $"GET /health HTTP/1.1\r\nHost: a\r\n{string.Concat(Enumerable.Repeat("X-A: a\r\n", 99))}\r\n",
                200,
                400,
                431
            ),
            new(
                "a header of 40 kB",
                $"GET /health HTTP/1.1\r\nHost: a\r\nX-A: {new string('a', 40_000)}\r\n\r\n",
                400,
                431
            ),
            new(
                "a name of 40 kB",
                $"GET /health HTTP/1.1\r\nHost: a\r\n{new string('a', 40_000)}: b\r\n\r\n",
                400,
                431
            ),
            new("no host", "GET /health HTTP/1.1\r\n\r\n", 400),
            new("two hosts", "GET /health HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
            new("a host with a space before its colon", "GET /health HTTP/1.1\r\nHost : a\r\n\r\n", 400),
            new("no host in HTTP/1.0", "GET /health HTTP/1.0\r\n\r\n", 200, 400),
            new(
                "two request ids",
                "GET /health HTTP/1.1\r\nHost: a\r\nx-request-id: a\r\nx-request-id: b\r\n\r\n",
                200,
                400
            ),
        ];

    private static IEnumerable<Framing> Broken() =>
        [
            new("half a line", "GET /hea", 0, 400, 408),
            new("half a header", "GET /health HTTP/1.1\r\nHos", 0, 400, 408),
            new("no end of headers", "GET /health HTTP/1.1\r\nHost: a\r\n", 0, 400, 408),
            Post("half a body", $"Content-Length: 100\r\n\r\n{Json}", 0, 400, 401, 408),
            Chunked("half a chunk", $"ff\r\n{Json}", 0, 400, 401, 408),
            Chunked("no last chunk", $"15\r\n{Json}\r\n", 0, 400, 401, 408),
            Chunked("no end of trailers", $"15\r\n{Json}\r\n0\r\n", 0, 400, 401, 408),
            new("nothing", "", 0),
            new("a line end", "\r\n", 0, 400),
            new("10 kB of NULs", new string('\0', 10_000), NotRead),
            new("100 kB of letters", new string('A', 100_000), 400, 414, 0),
        ];
}
