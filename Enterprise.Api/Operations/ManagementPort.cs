using Enterprise.Api.Setup;
using Enterprise.Api.Telemetry.Prometheus;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Enterprise.Api.Operations;

/// <summary>
/// Which routes answer on which port, once <c>APP_SERVER__MANAGEMENT_PORT</c> opens a second one: there those that are
/// <see cref="OperationalAttribute"/>, on the main port all but those that are only for there. To anybody else a route is as if it did not exist. What counts is the
/// listener that the connection came in by, never what the request says about its host.
/// </summary>
internal sealed class ManagementPort(RequestDelegate next, IOptions<ServerOptions> server)
{
    private readonly bool isOpen = server.Value.ManagementPort is not null;

    public Task InvokeAsync(HttpContext context)
    {
        if (isOpen && !Answers(context))
            context.SetEndpoint(null);
        return next(context);
    }

    private static bool Answers(HttpContext context)
    {
        var mark = context.GetEndpoint()?.Metadata.GetMetadata<OperationalAttribute>();
        return context.IsOnManagementPort() ? mark is not null : mark is not { OnlyThere: true } && !IsHint(context);
    }

    /// <summary>A refusal of the method or the type would tell that there is such a route.</summary>
    private static bool IsHint(HttpContext context) =>
        context.GetEndpoint() is not RouteEndpoint
        && context.Request.Path.StartsWithSegments(PrometheusController.Route, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Marks connections of the management port, and reads the mark.</summary>
internal static class ManagementPortExtensions
{
    public static void IsManagementPort(this ListenOptions listen) =>
        listen.Use(next => connection => MarkAsync(next, connection));

    public static bool IsOnManagementPort(this HttpContext context) => context.Features.Get<Mark>() is not null;

    private static Task MarkAsync(ConnectionDelegate next, ConnectionContext connection)
    {
        connection.Features.Set(Mark.Instance);
        return next(connection);
    }

    private sealed class Mark
    {
        public static readonly Mark Instance = new();
    }
}
