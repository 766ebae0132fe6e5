using Enterprise.Application;
using Microsoft.AspNetCore.Mvc;

namespace Enterprise.Api.Http;

/// <summary>Says on the Swagger page that the success of an action carries an <c>ETag</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class EntityTagAttribute : Attribute;

/// <summary>Answers with things and the state that they are in.</summary>
internal static class EntityTags
{
    /// <summary>200 with the thing, and its tag as a strong <c>ETag</c> (RFC 9110 section 8.8.3).</summary>
    public static IActionResult Ok<T>(Tagged<T> tagged) => new TaggedResult(tagged.Value, tagged.Tag);

    /// <summary>201 with the thing, where it is, and its tag.</summary>
    public static IActionResult Created<T>(string location, Tagged<T> tagged) =>
        new TaggedResult(tagged.Value, tagged.Tag) { StatusCode = StatusCodes.Status201Created, Location = location };

    private sealed class TaggedResult(object? value, string tag) : OkObjectResult(value)
    {
        public string? Location { get; init; }

        public override void OnFormatting(ActionContext context)
        {
            base.OnFormatting(context);
            var headers = context.HttpContext.Response.Headers;
            headers.ETag = $"\"{tag}\"";
            if (Location is not null)
                headers.Location = Location;
        }
    }
}
