using System.Net;
using Enterprise.Application.Configuration;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Enterprise.Api.Setup;

/// <summary>Where the program listens (<c>APP_SERVER__...</c>).</summary>
public sealed class ServerOptions
{
    public const string Section = "Server";

    /// <summary>The largest request body, in bytes: 1 MiB.</summary>
    public const long MaxBodyBytes = 1 << 20;

    /// <summary>An IP address, <c>localhost</c>, or <c>*</c> for all of them.</summary>
    public string Host { get; set; } = "127.0.0.1";

    /// <summary>1 to 65535; 0 lets the system choose.</summary>
    public int Port { get; set; } = 8080;

    /// <summary>
    /// Tell browsers to use HTTPS only, for a year (RFC 6797). Off until nothing is served without TLS any more: it cannot be
    /// taken back.
    /// </summary>
    public bool Hsts { get; set; }

    internal void Listen(KestrelServerOptions kestrel)
    {
        if (Host == "*")
            kestrel.ListenAnyIP(Port);
        else if (IPAddress.TryParse(Host, out var address))
            kestrel.Listen(address, Port);
        else
            kestrel.ListenLocalhost(Port);
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
            .Result();
}
