using System.Net;
using Enterprise.Application.Configuration;
using Microsoft.Extensions.Options;

namespace Enterprise.Api.Edge;

/// <summary>Whose word is taken for where a request came from (<c>APP_TRUSTED_PROXIES__...</c>).</summary>
public sealed class TrustedProxiesOptions
{
    public const string Section = "TrustedProxies";

    /// <summary>Addresses and networks (<c>10.0.0.0/8</c>) of proxies, comma-separated; empty: nobody is believed.</summary>
    public string Networks { get; set; } = "";

    /// <summary>
    /// How many proxies a request may have come through, 1 to 10. Two are a load balancer in front of the web server beside the program. More
    /// than there are costs nothing, since the way back ends at the first address that is no proxy.
    /// </summary>
    public int MaxHops { get; set; } = 2;

    /// <summary>The networks as written, without what parts them.</summary>
    internal IEnumerable<string> Listed() =>
        Networks.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>One network; a single address is a network of its own.</summary>
    internal static bool TryParse(string text, out IPNetwork network)
    {
        network = default;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!SpelledAddress.TryParse(slash < 0 ? text : text.AsSpan(0, slash), out var address))
            return false;
        if (slash >= 0)
            // Bits beyond the prefix, which the framework drops, are a slip of whoever wrote it. So is a prefix of nothing: it believes everybody.
            return IPNetwork.TryParse(text, out network)
                && network.PrefixLength > 0
                && network.BaseAddress.Equals(address);
        network = new IPNetwork(address, address.GetAddressBytes().Length * 8);
        return true;
    }
}

/// <summary>Lists everything that is wrong with the <see cref="TrustedProxiesOptions"/> in one go.</summary>
public sealed class TrustedProxiesOptionsValidator : IValidateOptions<TrustedProxiesOptions>
{
    public ValidateOptionsResult Validate(string? name, TrustedProxiesOptions options) =>
        new SettingFaults()
            .Check(
                "APP_TRUSTED_PROXIES__NETWORKS",
                options.Listed().All(text => TrustedProxiesOptions.TryParse(text, out _)),
                "must be addresses and networks such as 192.0.2.1,10.0.0.0/8, without bits beyond the prefix and never everybody"
            )
            .Range("APP_TRUSTED_PROXIES__MAX_HOPS", options.MaxHops, 1, 10)
            .Result();
}
