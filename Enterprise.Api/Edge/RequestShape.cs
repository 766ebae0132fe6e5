namespace Enterprise.Api.Edge;

/// <summary>
/// Refuses requests that two programs may read in two ways, before anything is made of them: 400, and the connection is closed, since
/// where the next request on it begins is just what is in doubt.
/// <list type="bullet">
/// <item>
/// <c>Content-Length</c> beside <c>Transfer-Encoding</c> (RFC 9112 section 6.3: it "ought to be handled as an error"). Kestrel reads
/// the chunks and renames the length to <c>X-Content-Length</c>, which is where it is found here.
/// </item>
/// <item><c>Transfer-Encoding</c> in HTTP/1.0 (RFC 9112 section 6.1: "MUST treat the message as if the framing is faulty").</item>
/// <item>
/// Any <c>Transfer-Encoding</c> but <c>chunked</c>, once and spelled so: of <c>gzip, chunked</c> Kestrel passes the packed bytes on as they are.
/// </item>
/// <item>Methods with small letters: they are case-sensitive (RFC 9110 section 9.1), and routing here is not.</item>
/// </list>
/// Kestrel refuses by itself, with a bare 400: two lengths, folded headers, a space before the colon, NUL and bare CR, an authority that is not the
/// <c>Host</c>. What it lets through cannot be seen here any more: a bare LF at the end of a line (RFC 9112 section 2.2
/// allows it), and <c>Content-Length: +2</c> or <c>002</c>, of which only the number is left. A proxy in front writes the request anew and ends these.
/// </summary>
internal sealed class RequestShape(RequestDelegate next)
{
    private const string RenamedLength = "X-Content-Length";

    public Task InvokeAsync(HttpContext context)
    {
        if (IsPlain(context.Request))
            return next(context);
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        context.Response.Headers.Connection = "close";
        return Task.CompletedTask;
    }

    private static bool IsPlain(HttpRequest request) =>
        !request.Method.AsSpan().ContainsAnyInRange('a', 'z') && HasPlainFraming(request);

    private static bool HasPlainFraming(HttpRequest request) =>
        !request.Headers.TryGetValue("Transfer-Encoding", out var codings)
        || (
            codings is ["chunked"]
            && !HttpProtocol.IsHttp10(request.Protocol)
            && request.Headers.ContentLength is null
            && !request.Headers.ContainsKey(RenamedLength)
        );
}
