using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.IO.Compression;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Enterprise.Tests.Support.Otlp;

/// <summary>
/// A collector that speaks OTLP over HTTP (protobuf) on one port and over gRPC (HTTP/2 without TLS) on another, and keeps what it got.
/// </summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private const int GrpcPrefix = 5;

    private readonly WebApplication app;
    private readonly ConcurrentQueue<(string Path, byte[] Body)> requests = new();
    private readonly ConcurrentQueue<string> authorizations = new();
    private readonly ConcurrentQueue<string> parents = new();

    private OtlpCollector(WebApplication app) => this.app = app;

    /// <summary>For OTLP over HTTP.</summary>
    public Uri Http => Addresses[0];

    /// <summary>For OTLP over gRPC.</summary>
    public Uri Grpc => Addresses[1];

    public IReadOnlyList<OtlpSpan> Spans => [.. Of("trace").SelectMany(body => OtlpSpan.ReadAll(body))];

    public IReadOnlyList<OtlpPoint> Points => [.. Of("metrics").SelectMany(body => OtlpPoint.ReadAll(body))];

    public IReadOnlyList<OtlpLog> Logs => [.. Of("logs").SelectMany(body => OtlpLog.ReadAll(body))];

    /// <summary>Paths that were asked for, in order.</summary>
    public IReadOnlyList<string> Paths => [.. requests.Select(request => request.Path)];

    /// <summary>All that came, undecoded.</summary>
    public IReadOnlyList<byte[]> Bodies => [.. requests.Select(request => request.Body)];

    /// <summary>What the sender proved who it is with.</summary>
    public IReadOnlyList<string> Authorizations => [.. authorizations];

    /// <summary>The traces that calls belonged to.</summary>
    public IReadOnlyList<string> Parents => [.. parents];

    private Uri[] Addresses =>
        [
            .. app
                .Services.GetRequiredService<IServer>()
                .Features.Get<IServerAddressesFeature>()!
                .Addresses.Select(address => new Uri(address)),
        ];

    public static async Task<OtlpCollector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        var app = builder.Build();
        var collector = new OtlpCollector(app);
        app.Run(collector.TakeAsync);
        await app.StartAsync();
        return collector;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private IEnumerable<byte[]> Of(string signal) =>
        requests
            .Where(request => request.Path.Contains(signal, StringComparison.OrdinalIgnoreCase))
            .Select(request => request.Body);

    private async Task TakeAsync(HttpContext context)
    {
        authorizations.Enqueue(context.Request.Headers.Authorization.ToString());
        if (context.Request.Headers.TryGetValue("traceparent", out var parent))
            parents.Enqueue(parent.ToString());
        var isGrpc = context.Request.ContentType == "application/grpc";
        await using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        requests.Enqueue((context.Request.Path, isGrpc ? Unframe(body.ToArray()) : Plain(context, body.ToArray())));
        if (!isGrpc)
        {
            context.Response.ContentType = "application/x-protobuf";
            return;
        }
        // An empty message, then that all is well (gRPC over HTTP2, "Responses").
        context.Response.ContentType = "application/grpc";
        await context.Response.Body.WriteAsync(new byte[GrpcPrefix], context.RequestAborted);
        context.Response.AppendTrailer("grpc-status", "0");
    }

    private static byte[] Plain(HttpContext context, byte[] body) =>
        context.Request.Headers.ContentEncoding == "gzip" ? Unzip(body) : body;

    /// <summary>One message in one frame: whether it is compressed, its length, itself (gRPC over HTTP2, "Length-Prefixed-Message").</summary>
    private static byte[] Unframe(byte[] framed)
    {
        var length = BinaryPrimitives.ReadUInt32BigEndian(framed.AsSpan(1));
        Assert.That(framed, Has.Length.EqualTo(GrpcPrefix + length), "One message, in one frame.");
        return framed[0] == 0 ? framed[GrpcPrefix..] : Unzip(framed[GrpcPrefix..]);
    }

    private static byte[] Unzip(byte[] zipped)
    {
        using var plain = new MemoryStream();
        using var zip = new GZipStream(new MemoryStream(zipped), CompressionMode.Decompress);
        zip.CopyTo(plain);
        return plain.ToArray();
    }
}
