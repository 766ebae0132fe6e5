using Enterprise.Application;

namespace Enterprise.Api.Http;

/// <summary>Where a request came from.</summary>
internal static class Origins
{
    /// <summary>The client's address and program, for limits and the audit trail.</summary>
    public static RequestOrigin Origin(this HttpContext context) =>
        new(context.Connection.RemoteIpAddress, UserAgent(context), context.TraceIdentifier);

    /// <summary>Cut to what the database keeps, and without what it cannot keep or a terminal would obey.</summary>
    private static string? UserAgent(HttpContext context)
    {
        var sent = context.Request.Headers.UserAgent.ToString();
        if (sent.Length == 0)
            return null;
        var kept = sent.AsSpan(0, Math.Min(sent.Length, RequestOrigin.UserAgentMaxLength));
        return string.Create(
            kept.Length,
            kept,
            static (target, source) =>
            {
                for (var i = 0; i < source.Length; i++)
                    target[i] = source[i] is >= ' ' and < '\x7f' ? source[i] : '?';
            }
        );
    }
}
