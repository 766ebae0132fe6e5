using System.Net;
using Microsoft.Extensions.Options;

namespace Enterprise.Api.Edge;

/// <summary>
/// Finds the client behind the proxies that are trusted, and the scheme that it used: by <c>X-Forwarded-For</c> and
/// <c>X-Forwarded-Proto</c>, and only where the connection comes from such a proxy. No other header of that kind means anything: not
/// <c>X-Forwarded-Host</c>, not <c>Forwarded</c>, not <c>X-Real-IP</c>. The framework's own middleware believes everybody as soon as its two
/// lists are empty.
/// </summary>
internal sealed class ForwardedClient(RequestDelegate next, IOptions<TrustedProxiesOptions> options)
{
    private const string For = "X-Forwarded-For";
    private const string Proto = "X-Forwarded-Proto";

    private readonly IPNetwork[] networks =
    [
        .. options
            .Value.Listed()
            .Select(text => TrustedProxiesOptions.TryParse(text, out var network) ? network : default),
    ];

    private readonly int maxHops = options.Value.MaxHops;

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is { } peer)
            Resolve(context, SpelledAddress.Plain(peer));
        return next(context);
    }

    private void Resolve(HttpContext context, IPAddress peer)
    {
        var client = peer;
        if (IsTrusted(peer))
        {
            (client, var hops) = WalkBack(peer, Entries(context.Request, For));
            if (SchemeAt(Entries(context.Request, Proto), Math.Max(hops, 1)) is { } scheme)
                context.Request.Scheme = scheme;
        }
        context.Connection.RemoteIpAddress = client;
    }

    /// <summary>
    /// From the right, because each proxy adds whom it heard at the end and what stands further left is anybody's word. The first
    /// that is no proxy of ours is the client, and what cannot be read ends the way at the last that could.
    /// </summary>
    private (IPAddress Client, int Hops) WalkBack(IPAddress client, string[] entries)
    {
        var hops = 0;
        while (hops < maxHops && hops < entries.Length && IsTrusted(client))
        {
            if (!SpelledAddress.TryParseWithPort(entries[^(hops + 1)], out var heard))
                break;
            client = heard;
            hops++;
        }
        return (client, hops);
    }

    /// <summary>What the outermost proxy that is believed said; where only some of them speak of it, the outermost that does.</summary>
    private static string? SchemeAt(string[] entries, int hops)
    {
        if (entries.Length == 0)
            return null;
        var said = entries[^Math.Min(hops, entries.Length)];
        return said is "http" or "https" ? said : null;
    }

    /// <summary>Several lines of a header are one list (RFC 9110 section 5.3), an empty entry of which is an entry that says nothing.</summary>
    private static string[] Entries(HttpRequest request, string header) =>
        request.Headers.TryGetValue(header, out var lines)
            ? [.. lines.SelectMany(line => (line ?? "").Split(',')).Select(entry => entry.Trim(' ', '\t'))]
            : [];

    private bool IsTrusted(IPAddress address)
    {
        foreach (var network in networks)
            if (network.Contains(address))
                return true;
        return false;
    }
}
