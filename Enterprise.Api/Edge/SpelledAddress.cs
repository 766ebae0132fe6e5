using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Enterprise.Api.Edge;

/// <summary>
/// Reads an address in the one way that it is meant to be spelled. The framework's parser takes <c>1</c>, <c>0x7f.1</c> and <c>010.0.0.1</c> for
/// addresses as well, and a proxy, a log and a limit may each take them for another one.
/// </summary>
internal static class SpelledAddress
{
    private const int MaxPort = 65535;

    private static readonly SearchValues<char> V4 = SearchValues.Create("0123456789.");
    private static readonly SearchValues<char> V6 = SearchValues.Create("0123456789abcdefABCDEF:.");

    /// <summary>A dotted quad, or IPv6 without a zone; IPv4 inside of IPv6 becomes IPv4.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out IPAddress address)
    {
        address = IPAddress.None;
        var looks = text.Contains(':') ? LooksLikeV6(text) : LooksLikeV4(text);
        if (!looks || !IPAddress.TryParse(text, out var read))
            return false;
        address = Plain(read);
        return true;
    }

    /// <summary>The same with an optional port, as some proxies write: <c>192.0.2.1:4711</c>, <c>[2001:db8::1]:4711</c>.</summary>
    public static bool TryParseWithPort(ReadOnlySpan<char> text, out IPAddress address)
    {
        var host = text;
        var port = ReadOnlySpan<char>.Empty;
        if (text is ['[', ..] && text.IndexOf(']') is > 0 and var end)
        {
            host = text[1..end];
            port = text[(end + 1)..];
        }
        else if (text.IndexOf(':') is >= 0 and var colon && text.LastIndexOf(':') == colon)
        {
            host = text[..colon];
            port = text[colon..];
        }
        // Only IPv6 stands in brackets.
        if (TryParse(host, out address) && IsPortOrNothing(port) && (host.Contains(':') || text[0] != '['))
            return true;
        address = IPAddress.None;
        return false;
    }

    /// <summary>A socket that listens for both families gives IPv4 inside of IPv6.</summary>
    public static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static bool LooksLikeV4(ReadOnlySpan<char> text) =>
        !text.ContainsAnyExcept(V4)
        && IPAddress.TryParse(text, out var address)
        && address.AddressFamily == AddressFamily.InterNetwork
        && text.SequenceEqual(address.ToString());

    private static bool LooksLikeV6(ReadOnlySpan<char> text) =>
        !text.ContainsAnyExcept(V6) && (!text.Contains('.') || LooksLikeV4(text[(text.LastIndexOf(':') + 1)..]));

    private static bool IsPortOrNothing(ReadOnlySpan<char> text) =>
        text.IsEmpty
        || (
            text[0] == ':'
            && int.TryParse(text[1..], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port <= MaxPort
        );
}
