using Enterprise.Application.Configuration;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Enterprise.Api.Edge;

/// <summary>What the server takes from a connection (<c>APP_LIMITS__...</c>).</summary>
public sealed class ServerLimitOptions
{
    public const string Section = "Limits";

    /// <summary>The largest request body in bytes, 1024 to 104857600; routes for files have their own.</summary>
    public long BodyBytes { get; set; } = 1 << 20;

    /// <summary>A body that comes slower is refused with 408: bytes a second, 1 to 1048576.</summary>
    public int BodyBytesPerSecond { get; set; } = 240;

    /// <summary>For how long a body may be slower than that, 2 to 300 seconds.</summary>
    public int BodyGraceSeconds { get; set; } = 5;

    /// <summary>All header lines together in bytes, 4096 to 1048576.</summary>
    public int HeaderBytes { get; set; } = 32 * 1024;

    /// <summary>How many header lines, 16 to 1000.</summary>
    public int HeaderLines { get; set; } = 100;

    /// <summary>Method, target and version in bytes, 1024 to 65536.</summary>
    public int RequestLineBytes { get; set; } = 8 * 1024;

    /// <summary>From a request's first byte to the end of its headers, and from a connection's beginning to its first byte: 1 to 120 seconds.</summary>
    public int HeaderSeconds { get; set; } = 10;

    /// <summary>
    /// How long a connection stays open between two requests, 1 to 3600 seconds. Longer than the proxy in front keeps it (nginx: 60), else the
    /// proxy sends a request into a connection that is just being closed.
    /// </summary>
    public int KeepAliveSeconds { get; set; } = 75;

    /// <summary>Connections at a time, 1 to 1000000; more are closed at once.</summary>
    public int Connections { get; set; } = 20_000;

    /// <summary>How long a new connection may be silent.</summary>
    internal TimeSpan FirstByteLimit => TimeSpan.FromSeconds(HeaderSeconds);

    internal void Apply(KestrelServerLimits limits)
    {
        limits.MaxRequestBodySize = BodyBytes;
        limits.MinRequestBodyDataRate = new MinDataRate(BodyBytesPerSecond, TimeSpan.FromSeconds(BodyGraceSeconds));
        limits.MaxRequestHeadersTotalSize = HeaderBytes;
        limits.MaxRequestHeaderCount = HeaderLines;
        limits.MaxRequestLineSize = RequestLineBytes;
        // What waits to be read of one connection; the server's own is 1 MiB, which makes 20 GB of 20,000. It has to hold a whole header.
        limits.MaxRequestBufferSize = Math.Max(64 * 1024, HeaderBytes + RequestLineBytes);
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(HeaderSeconds);
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(KeepAliveSeconds);
        limits.MaxConcurrentConnections = Connections;
    }
}

/// <summary>Lists everything that is wrong with the <see cref="ServerLimitOptions"/> in one go.</summary>
public sealed class ServerLimitOptionsValidator : IValidateOptions<ServerLimitOptions>
{
    public ValidateOptionsResult Validate(string? name, ServerLimitOptions options) =>
        new SettingFaults()
            .Range("APP_LIMITS__BODY_BYTES", options.BodyBytes, 1024, 100 << 20)
            .Range("APP_LIMITS__BODY_BYTES_PER_SECOND", options.BodyBytesPerSecond, 1, 1 << 20)
            .Range("APP_LIMITS__BODY_GRACE_SECONDS", options.BodyGraceSeconds, 2, 300)
            .Range("APP_LIMITS__HEADER_BYTES", options.HeaderBytes, 4096, 1 << 20)
            .Range("APP_LIMITS__HEADER_LINES", options.HeaderLines, 16, 1000)
            .Range("APP_LIMITS__REQUEST_LINE_BYTES", options.RequestLineBytes, 1024, 1 << 16)
            .Range("APP_LIMITS__HEADER_SECONDS", options.HeaderSeconds, 1, 120)
            .Range("APP_LIMITS__KEEP_ALIVE_SECONDS", options.KeepAliveSeconds, 1, 3600)
            .Range("APP_LIMITS__CONNECTIONS", options.Connections, 1, 1_000_000)
            .Result();
}
