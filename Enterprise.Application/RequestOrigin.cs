using System.Net;
using System.Net.Sockets;

namespace Enterprise.Application;

/// <summary>Where a request came from, for limits and for the audit trail.</summary>
/// <param name="Address">The client's address after trusted proxies were resolved; <c>null</c> where there is none.</param>
/// <param name="UserAgent">As sent, cut to <see cref="UserAgentMaxLength"/>; <c>null</c> where there is none.</param>
/// <param name="RequestId">Ties the entry to the logs and to the answer.</param>
public sealed record RequestOrigin(IPAddress? Address, string? UserAgent, string RequestId)
{
    public const int UserAgentMaxLength = 256;
    public const int RequestIdMaxLength = 64;

    private const int Ipv4Bytes = 4;
    private const int Ipv6NetworkBytes = 8;
    private const int AddressBytes = 16;

    /// <summary>
    /// What limits are kept by: an IPv4 address, or the /64 of an IPv6 address, since a whole /64 belongs to one customer
    /// (RFC 6177 section 2). Empty where the address is unknown.
    /// </summary>
    public string Network
    {
        get
        {
            Span<byte> bytes = stackalloc byte[AddressBytes];
            return WriteNetwork(Address, bytes) switch
            {
                0 => "",
                Ipv4Bytes => new IPAddress(bytes[..Ipv4Bytes]).ToString(),
                var length => Convert.ToHexString(bytes[..length]),
            };
        }
    }

    /// <summary>The network of an address in bytes, without a text of it; gives how many: 4, 8, or none where it is unknown.</summary>
    /// <param name="address">As of a connection.</param>
    /// <param name="target">16 bytes.</param>
    public static int WriteNetwork(IPAddress? address, Span<byte> target)
    {
        if (address is null)
            return 0;
        _ = address.TryWriteBytes(target, out _);
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return Ipv4Bytes;
        if (!address.IsIPv4MappedToIPv6)
            return Ipv6NetworkBytes;
        target[(AddressBytes - Ipv4Bytes)..AddressBytes].CopyTo(target);
        return Ipv4Bytes;
    }
}
