using System.Net.Mime;
using System.Text;
using Enterprise.Api.Setup;
using Enterprise.Application.Health;
using Enterprise.Application.Sessions;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Enterprise.Api.Lifecycle;

/// <summary>
/// Sends a few requests through the pipeline before anybody else does: the first use of a route takes the framework many times as long as the next. They
/// come from nobody, are refused before they change anything, and pass below what counts and logs requests; only the router counts its matches.
/// </summary>
internal sealed class RequestWarmUp(
    IServiceScopeFactory scopes,
    AccessTokenIssuer tokens,
    IOptions<ServerOptions> server
) : IWarmUp
{
    private const string Empty = "{}";

    private static readonly string[] CredentialRoutes = ["/v1/auth/register", "/v1/auth/login", "/v1/auth/refresh"];

    private RequestDelegate? pipeline;

    public bool NeedsDatabase => true;

    /// <summary>Takes what a request passes through from here on; it adds nothing to it.</summary>
    public RequestDelegate Take(RequestDelegate next) => pipeline = next;

    public async Task RunAsync(CancellationToken ct)
    {
        // Twice, because the second request of a kind takes other ways than the first.
        for (var round = 0; round < 2; round++)
        {
            await SendAsync(Status401Unauthorized, HttpMethods.Get, "/v1/me", null, TokenOfNobody(), ct);
            await SendAsync(Status401Unauthorized, HttpMethods.Get, "/v1/me/sessions", null, TokenOfNobody(), ct);
            foreach (var route in CredentialRoutes)
            {
                await SendAsync(Status400BadRequest, HttpMethods.Post, route, Empty, null, ct);
                await SendAsync(
                    Status400BadRequest,
                    HttpMethods.Post,
                    route,
                    """{"email":"","password":""}""",
                    null,
                    ct
                );
            }
        }
    }

    /// <summary>Well signed, of a user and a session that are not there, without a permission. It never leaves this process.</summary>
    private string TokenOfNobody() => tokens.Issue(Guid.Empty, Guid.Empty, new Entitlements([], [], [])).Reveal();

    private async Task SendAsync(
        int expected,
        string method,
        string path,
        string? body,
        string? token,
        CancellationToken ct
    )
    {
        await using var scope = scopes.CreateAsyncScope();
        await using var content = new MemoryStream(Encoding.UTF8.GetBytes(body ?? ""));
        var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider, RequestAborted = ct };
        context.Features.Set<IHttpRequestBodyDetectionFeature>(new BodyDetection(body is not null));
        (context.Request.Method, context.Request.Path, context.Request.Scheme) = (method, path, "http");
        (context.Request.Protocol, context.Request.Host) = (HttpProtocol.Http11, new HostString(HostName()));
        if (body is not null)
            (context.Request.Body, context.Request.ContentLength, context.Request.ContentType) = (
                content,
                content.Length,
                MediaTypeNames.Application.Json
            );
        if (token is not null)
            context.Request.Headers[HeaderNames.Authorization] = $"Bearer {token}";
        await pipeline!(context);
        // Refused by another element than was meant, nothing behind that one would be warm.
        if (context.Response.StatusCode != expected)
            throw new InvalidOperationException($"{method} {path} was answered {context.Response.StatusCode}.");
    }

    /// <summary>One that is answered for (<c>APP_SERVER__ALLOWED_HOSTS</c>).</summary>
    private string HostName() =>
        server.Value.HostList().FirstOrDefault() switch
        {
            null => "localhost",
            ['*', .. var domain] => "warm-up" + domain,
            var name => name,
        };

    private sealed record BodyDetection(bool CanHaveBody) : IHttpRequestBodyDetectionFeature;
}
