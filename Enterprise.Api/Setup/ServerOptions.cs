using System.Net;
using Enterprise.Api.Edge;
using Enterprise.Api.Operations;
using Enterprise.Application.Configuration;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Enterprise.Api.Setup;

/// <summary>Where the program listens (<c>APP_SERVER__...</c>).</summary>
public sealed class ServerOptions
{
    public const string Section = "Server";

    /// <summary>An IP address, <c>localhost</c>, or <c>*</c> for all of them.</summary>
    public string Host { get; set; } = "127.0.0.1";

    /// <summary>1 to 65535; 0 lets the system choose.</summary>
    public int Port { get; set; } = 8080;

    /// <summary>
    /// A second port, on the same host, for those who run it: 0 to 65535, 0 lets the system choose. <c>/metrics</c> and the details of
    /// <c>/ready</c> are told there only, and nothing is answered there but the operational routes. Not set: there is none.
    /// </summary>
    public int? ManagementPort { get; set; }

    /// <summary>
    /// The names that requests may be for, comma-separated: <c>api.example.com</c>, <c>*.example.com</c>, <c>192.0.2.1</c>, <c>[::1]</c>. Empty: any.
    /// </summary>
    public string AllowedHosts { get; set; } = "";

    /// <summary>
    /// Tell browsers to use HTTPS only, for a year (RFC 6797). Off until nothing is served without TLS any more: it cannot be
    /// taken back.
    /// </summary>
    public bool Hsts { get; set; }

    /// <summary>
    /// 0 to 300; how long the instance serves on after it was asked to stop, while <c>/ready</c> says no: until everybody who sends it requests has asked. 0
    /// in development.
    /// </summary>
    public int DrainSeconds { get; set; } = 5;

    /// <summary>1 to 300; how long what is in flight may take after that.</summary>
    public int StopSeconds { get; set; } = 20;

    internal TimeSpan DrainTime => TimeSpan.FromSeconds(DrainSeconds);

    internal TimeSpan StopTime => TimeSpan.FromSeconds(StopSeconds);

    internal IEnumerable<string> HostList() =>
        AllowedHosts.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    internal void Listen(KestrelServerOptions kestrel)
    {
        Listen(kestrel, Port, static _ => { });
        if (ManagementPort is { } management)
            Listen(kestrel, management, static listen => listen.IsManagementPort());
    }

    private void Listen(KestrelServerOptions kestrel, int port, Action<ListenOptions> configure)
    {
        if (Host == "*")
            kestrel.ListenAnyIP(port, configure);
        else if (IPAddress.TryParse(Host, out var address))
            kestrel.Listen(address, port, configure);
        else
            kestrel.ListenLocalhost(port, configure);
    }
}

/// <summary>Lists everything that is wrong with the <see cref="ServerOptions"/> in one go.</summary>
public sealed class ServerOptionsValidator : IValidateOptions<ServerOptions>
{
    public ValidateOptionsResult Validate(string? name, ServerOptions options) =>
        new SettingFaults()
            .Check(
                "APP_SERVER__HOST",
                options.Host is "*" or "localhost" || IPAddress.TryParse(options.Host, out _),
                "must be an IP address, localhost or *"
            )
            .Range("APP_SERVER__PORT", options.Port, 0, 65535)
            .Range("APP_SERVER__MANAGEMENT_PORT", options.ManagementPort ?? 0, 0, 65535)
            .Check(
                "APP_SERVER__MANAGEMENT_PORT",
                options.ManagementPort is null or 0 || options.ManagementPort != options.Port,
                "must differ from APP_SERVER__PORT"
            )
            .Check(
                "APP_SERVER__ALLOWED_HOSTS",
                options.HostList().All(IsHost),
                "must be host names, *.names or addresses without a port, such as api.example.com,*.example.com,[::1]"
            )
            .Range("APP_SERVER__DRAIN_SECONDS", options.DrainSeconds, 0, 300)
            .Range("APP_SERVER__STOP_SECONDS", options.StopSeconds, 1, 300)
            .Result();

    private static bool IsHost(string text) =>
        text is ['[', .. var inner, ']']
            ? SpelledAddress.TryParse(inner, out _) && inner.Contains(':', StringComparison.Ordinal)
            // A star alone would be no list; leave it empty for that.
            : Uri.CheckHostName(text.StartsWith("*.", StringComparison.Ordinal) ? text[2..] : text)
                is UriHostNameType.Dns
                    or UriHostNameType.IPv4;
}
