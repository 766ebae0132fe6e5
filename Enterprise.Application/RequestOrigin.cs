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

    private const int Ipv6NetworkBytes = 8;

    /// <summary>
    /// What limits are kept by: an IPv4 address, or the /64 of an IPv6 address, since a whole /64 belongs to one customer
    /// (RFC 6177 section 2). Empty where the address is unknown.
    /// </summary>
    public string Network
    {
        get
        {
            if (Address is null)
                return "";
            if (Address.IsIPv4MappedToIPv6)
                return Address.MapToIPv4().ToString();
            return Address.AddressFamily == AddressFamily.InterNetworkV6
                ? Convert.ToHexString(Address.GetAddressBytes().AsSpan(0, Ipv6NetworkBytes))
                : Address.ToString();
        }
    }
}
