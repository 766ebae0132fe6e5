namespace Enterprise.Api.Swagger;

/// <summary>
/// Serves the page, its script and its style at <c>/swagger</c>. Ours, since those of the package evaluate functions given as
/// text and need an address of their own for the page.
/// </summary>
internal sealed class SwaggerPage(RequestDelegate next)
{
    public const string Route = "/swagger";

    /// <summary>
    /// Nothing but what the page is made of: its own scripts and styles, no inline ones, images as data in its style sheet, and
    /// requests to the API it describes.
    /// </summary>
    public const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private const string Html = "index.html";

    /// <summary>What the page uses of the package; its other files, such as those for OAuth, are not served.</summary>
    private static readonly HashSet<PathString> PackageFiles =
    [
        Route + "/swagger-ui-bundle.js",
        Route + "/swagger-ui.css",
        Route + "/favicon-32x32.png",
    ];

    private static readonly Dictionary<string, PageFile> Files = new(StringComparer.Ordinal)
    {
        [Route] = PageFile.Read(Html, "text/html; charset=utf-8"),
        [Route + "/page.js"] = PageFile.Read("page.js", "text/javascript; charset=utf-8"),
        [Route + "/page.css"] = PageFile.Read("page.css", "text/css; charset=utf-8"),
    };

    public static bool IsPackageFile(HttpContext context) => PackageFiles.Contains(context.Request.Path);

    public Task InvokeAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        if (path is Route + "/" or Route + "/" + Html)
            return Redirect(context.Response);
        if (!Files.TryGetValue(path, out var file))
            return next(context);
        if (path == Route)
            context.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        return file.SendAsync(context);
    }

    /// <summary>Relative, so that it stays right under a prefix that a proxy takes away.</summary>
    private static Task Redirect(HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status302Found;
        response.Headers.Location = "../swagger";
        return Task.CompletedTask;
    }
}
