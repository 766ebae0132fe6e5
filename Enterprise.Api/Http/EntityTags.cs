using Enterprise.Application;
using Microsoft.AspNetCore.Mvc;

namespace Enterprise.Api.Http;

/// <summary>Says on the Swagger page that the success of an action carries an <c>ETag</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class EntityTagAttribute : Attribute
{
    /// <summary>The answer also says what the tag does not cover: then it is for changes alone, and a read is never 304.</summary>
    public bool ForChangesOnly { get; init; }
}

/// <summary>Answers with things and the state that they are in.</summary>
internal static class EntityTags
{
    /// <summary>
    /// 200 with the thing, and its tag as a strong <c>ETag</c> (RFC 9110 section 8.8.3); 304 without it where a client that reads has it
    /// in this state already (section 13.1.2).
    /// </summary>
    public static IActionResult Ok<T>(Tagged<T> tagged) => new TaggedResult(tagged.Value, tagged.Tag);

    /// <summary>The same for an answer that says more than the tag covers: never 304.</summary>
    public static IActionResult OkForChanges<T>(Tagged<T> tagged) =>
        new TaggedResult(tagged.Value, tagged.Tag) { IsForChangesOnly = true };

    /// <summary>201 with the thing, where it is, and its tag.</summary>
    public static IActionResult Created<T>(string location, Tagged<T> tagged) =>
        new TaggedResult(tagged.Value, tagged.Tag) { StatusCode = StatusCodes.Status201Created, Location = location };

    /// <summary>As it stands in a header.</summary>
    public static string Quoted(string tag) => $"\"{tag}\"";

    /// <summary>204 with the tag of what was sent, which is stored as it came (RFC 9110 section 9.3.4).</summary>
    public static IActionResult NoContent(string tag) => new TagResult(tag);

    private sealed class TagResult(string tag) : NoContentResult
    {
        public override void ExecuteResult(ActionContext context)
        {
            base.ExecuteResult(context);
            context.HttpContext.Response.Headers.ETag = Quoted(tag);
        }
    }

    private sealed class TaggedResult(object? value, string tag) : OkObjectResult(value)
    {
        public string? Location { get; init; }

        public bool IsForChangesOnly { get; init; }

        public override Task ExecuteResultAsync(ActionContext context)
        {
            var request = context.HttpContext.Request;
            if (IsForChangesOnly || !HttpMethods.IsGet(request.Method) || !request.IfNoneMatch().Covers(tag))
                return base.ExecuteResultAsync(context);
            context.HttpContext.Response.StatusCode = StatusCodes.Status304NotModified;
            context.HttpContext.Response.Headers.ETag = Quoted(tag);
            return Task.CompletedTask;
        }

        public override void OnFormatting(ActionContext context)
        {
            base.OnFormatting(context);
            var headers = context.HttpContext.Response.Headers;
            headers.ETag = Quoted(tag);
            if (Location is not null)
                headers.Location = Location;
        }
    }
}
