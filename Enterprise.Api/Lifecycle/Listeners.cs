using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace Enterprise.Api.Lifecycle;

/// <summary>
/// The server's sockets, with one thing more than the framework's: they can be closed while connections that were accepted go on. Kestrel by itself does
/// both at once, and whoever was about to use a connection again loses a request.
/// </summary>
internal sealed class Listeners(IOptions<SocketTransportOptions> options, ILoggerFactory logs)
    : IConnectionListenerFactory,
        IConnectionListenerFactorySelector
{
    private readonly SocketTransportFactory sockets = new(options, logs);
    private readonly Lock gate = new();
    private readonly List<IConnectionListener> open = [];
    private volatile bool areClosed;

    /// <summary>No new connection is accepted any more.</summary>
    public bool AreClosed => areClosed;

    public bool CanBind(EndPoint endpoint) => sockets.CanBind(endpoint);

    async ValueTask<IConnectionListener> IConnectionListenerFactory.BindAsync(
        EndPoint endpoint,
        CancellationToken cancellationToken
    )
    {
        var listener = await sockets.BindAsync(endpoint, cancellationToken);
        lock (gate)
            open.Add(listener);
        return listener;
    }

    /// <summary>Closes them. Kestrel sees that nothing more can be accepted, and serves on what it has; closing them again is nothing to it.</summary>
    public async Task CloseAsync()
    {
        areClosed = true;
        IConnectionListener[] all;
        lock (gate)
            all = [.. open];
        foreach (var listener in all)
            await listener.UnbindAsync(CancellationToken.None);
    }
}
