namespace Enterprise.Api.Swagger;

/// <summary>
/// Keeps the OpenAPI document as it was written first. It does not change while the program runs, and to make it takes a core a tenth of a
/// second: a few hundred requests for it would hold up all others.
/// </summary>
internal sealed class DocumentCache(RequestDelegate next) : IDisposable
{
    /// <summary>Where the document is.</summary>
    public const string Path = SwaggerPage.Route + "/v1/swagger.json";

    private readonly SemaphoreSlim gate = new(1);
    private volatile byte[]? document;

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Path != Path)
        {
            await next(context);
            return;
        }
        var bytes = document ?? await MakeAsync(context);
        context.Response.ContentType = "application/json;charset=utf-8";
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    public void Dispose() => gate.Dispose();

    private async Task<byte[]> MakeAsync(HttpContext context)
    {
        await gate.WaitAsync(context.RequestAborted);
        try
        {
            return document ??= await WriteAsync(context);
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<byte[]> WriteAsync(HttpContext context)
    {
        var body = context.Response.Body;
        await using var written = new MemoryStream();
        context.Response.Body = written;
        try
        {
            await next(context);
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        }
        finally
        {
            context.Response.Body = body;
        }
        return written.ToArray();
    }
}
