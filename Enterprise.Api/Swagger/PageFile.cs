namespace Enterprise.Api.Swagger;

/// <summary>A file of the page, kept in the program.</summary>
internal sealed class PageFile
{
    private const string Folder = "swagger-page/";

    private readonly byte[] content;
    private readonly string type;

    private PageFile(byte[] content, string type)
    {
        this.content = content;
        this.type = type;
    }

    public static PageFile Read(string name, string type)
    {
        using var stream =
            typeof(PageFile).Assembly.GetManifestResourceStream(Folder + name)
            ?? throw new InvalidOperationException($"The program was built without {name}.");
        var read = new byte[stream.Length];
        stream.ReadExactly(read);
        return new PageFile(read, type);
    }

    public Task SendAsync(HttpContext context)
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = content.Length;
        // A new version of the program must not meet an old script.
        context.Response.Headers.CacheControl = "no-cache";
        return context.Response.Body.WriteAsync(content, context.RequestAborted).AsTask();
    }
}
