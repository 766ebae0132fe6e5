using System.Net;

namespace Enterprise.Api.Telemetry.Otlp;

/// <summary>
/// Sees how sending to the collector goes, of which the SDK tells nobody: counts every attempt, and logs once when they begin to fail and
/// once when they no longer do.
/// </summary>
/// <param name="signal">What is sent.</param>
/// <param name="metrics">Counts.</param>
/// <param name="logger">Asked for only when there is something to say.</param>
/// <param name="cut">Ends what is under way: the SDK's own end waits for it, longer than a stop may take.</param>
internal sealed class ExportWatch(
    TelemetrySignal signal,
    TelemetryMetrics metrics,
    Func<ILogger> logger,
    CancellationToken cut
) : DelegatingHandler(NewHandler())
{
    /// <summary>In the answer to a refused export of gRPC; 0 is OK.</summary>
    private const string GrpcStatus = "grpc-status";

    /// <summary>An answer of a collector is a few bytes; what sends more is none.</summary>
    private const int MaxAnswerBytes = 64 * 1024;

    private int isFailing;

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, cut);
        try
        {
            var response = base.Send(request, end.Token);
            response.Content.LoadIntoBufferAsync(MaxAnswerBytes, end.Token).GetAwaiter().GetResult();
            return Judge(response);
        }
        catch (Exception exception)
        {
            Failed(exception.GetType().Name);
            throw;
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, cut);
        try
        {
            var response = await base.SendAsync(request, end.Token);
            // Trailers, which tell the outcome of gRPC, come after the body.
            await response.Content.LoadIntoBufferAsync(MaxAnswerBytes, end.Token);
            return Judge(response);
        }
        catch (Exception exception)
        {
            Failed(exception.GetType().Name);
            throw;
        }
    }

    /// <summary>Calls to the collector are no part of what is traced.</summary>
    private static SocketsHttpHandler NewHandler() =>
        new()
        {
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = TimeSpan.FromSeconds(2),
            // Names of collectors may come to mean other addresses.
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            UseCookies = false,
        };

    private HttpResponseMessage Judge(HttpResponseMessage response)
    {
        if (!response.IsSuccessStatusCode)
            Failed($"HTTP {(int)response.StatusCode}");
        else if (GrpcStatusOf(response) is { } status && status != "0")
            Failed($"gRPC {status}");
        else
            Succeeded();
        return response;
    }

    private static string? GrpcStatusOf(HttpResponseMessage response) =>
        response.TrailingHeaders.TryGetValues(GrpcStatus, out var trailers) ? trailers.First()
        : response.Headers.TryGetValues(GrpcStatus, out var headers) ? headers.First()
        : null;

    private void Succeeded()
    {
        metrics.Exported(signal, succeeded: true);
        if (Interlocked.Exchange(ref isFailing, 0) == 1)
            logger().TelemetryIsSent(TelemetryMetrics.NameOf(signal));
    }

    private void Failed(string reason)
    {
        metrics.Exported(signal, succeeded: false);
        if (Interlocked.Exchange(ref isFailing, 1) == 0)
            logger().TelemetryIsNotSent(TelemetryMetrics.NameOf(signal), reason);
    }
}
