using Enterprise.Application.Accounts.Avatars;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace Enterprise.Api.Accounts;

/// <summary>
/// Answers with a picture that a stranger may have made: of the type that was found in it and no other, and where a browser opens it
/// by itself, as a page that may load, run and be framed by nothing.
/// </summary>
internal sealed class AvatarResult(AvatarDownload avatar) : IActionResult
{
    private const string ContentSecurityPolicy = "default-src 'none'; sandbox; frame-ancestors 'none'";

    /// <summary>
    /// Kept by the browser alone and asked for again each time, which costs a 304: else a picture would be seen after it was replaced,
    /// deleted, or by the next person at the same browser.
    /// </summary>
    private const string CacheControl = "private, no-cache";

    public async Task ExecuteResultAsync(ActionContext context)
    {
        using (avatar)
        {
            var response = context.HttpContext.Response;
            response.Headers.ETag = $"\"{avatar.Details.Tag}\"";
            response.Headers.CacheControl = CacheControl;
            if (avatar.IsKnown)
                response.StatusCode = StatusCodes.Status304NotModified;
            else
                await SendAsync(context.HttpContext);
        }
    }

    private async Task SendAsync(HttpContext context)
    {
        var (response, picture) = (context.Response, avatar.Details);
        response.ContentType = picture.ContentType;
        response.ContentLength = picture.Size;
        response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        response.Headers.ContentDisposition = new ContentDispositionHeaderValue("inline")
        {
            FileName = picture.ContentType.Replace("image/", "avatar.", StringComparison.Ordinal),
        }.ToString();
        if (await avatar.CopyToAsync(response.Body, context.RequestAborted))
            return;
        // The length was announced, so that a client takes what it has for a part of a picture and not for another.
        context.RequestServices.GetRequiredService<ILogger<AvatarResult>>().Replaced();
        context.Abort();
    }
}
