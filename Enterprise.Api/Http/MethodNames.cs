namespace Enterprise.Api.Http;

/// <summary>
/// What a method is called in logs and spans: one of HTTP's, or <c>_OTHER</c> (OpenTelemetry semantic conventions), because a method is any
/// word that a client sends.
/// </summary>
internal static class MethodNames
{
    public const string Other = "_OTHER";

    private static readonly string[] Known =
    [
        HttpMethods.Get,
        HttpMethods.Post,
        HttpMethods.Put,
        HttpMethods.Patch,
        HttpMethods.Delete,
        HttpMethods.Head,
        HttpMethods.Options,
        HttpMethods.Trace,
        HttpMethods.Connect,
    ];

    public static string Of(HttpContext context) =>
        Array.Find(Known, known => known == context.Request.Method) ?? Other;
}
