using System.Text;
using Enterprise.Application.Lists;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace Enterprise.Api.Http;

/// <summary>Says on the Swagger page that the success of an action carries a <c>Link</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PageLinksAttribute : Attribute;

/// <summary>
/// Answers with a page of a list and links to the others (RFC 8288): <c>first</c>, <c>prev</c> and <c>next</c> by number where the page
/// was asked for by number, <c>next</c> by cursor where it was asked for by cursor or where numbers end.
/// </summary>
internal static class PageLinks
{
    private const string PageParameter = "page";
    private const string CursorParameter = "cursor";

    /// <summary>200 with the page.</summary>
    public static IActionResult Ok<T>(T page)
        where T : IListPage => new PageResult(page);

    private static IEnumerable<string> Of(HttpRequest request, IListPage page)
    {
        if (page.Page is { } number)
        {
            yield return Link(request, "first", PageParameter, "1");
            if (number > 1)
                yield return Link(request, "prev", PageParameter, Text(number - 1));
        }
        if (page.NextCursor is not { } cursor)
            yield break;
        yield return page.Page is { } current && (current + 1L) * page.PageSize <= PageRules.MaxReach
            ? Link(request, "next", PageParameter, Text(current + 1))
            : Link(request, "next", CursorParameter, cursor);
    }

    /// <summary>The same question about another page; relative to the host, which only a proxy knows.</summary>
    private static string Link(HttpRequest request, string relation, string name, string value)
    {
        var text = new StringBuilder("<").Append(request.PathBase).Append(request.Path).Append('?');
        foreach (var pair in new QueryStringEnumerable(request.QueryString.Value))
            if (Name(pair.EncodedName.Span) is not (PageParameter or CursorParameter) and var other)
                text.Append(other).Append('=').Append(Encoded(pair.EncodedValue.Span)).Append('&');
        return text.Append(name).Append('=').Append(value).Append(">; rel=\"").Append(relation).Append('"').ToString();
    }

    /// <summary>A name that the query was read by, which needs no escapes.</summary>
    private static string Name(ReadOnlySpan<char> sent) => QueryText.TryDecode(sent, out var text) ? text : "";

    /// <summary>As sent; what may not stand in a link unescaped is escaped.</summary>
    private static string Encoded(ReadOnlySpan<char> sent) =>
        QueryText.TryDecode(sent, out var text) ? Uri.EscapeDataString(text) : "";

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private sealed class PageResult(IListPage page) : OkObjectResult(page)
    {
        public override void OnFormatting(ActionContext context)
        {
            base.OnFormatting(context);
            context.HttpContext.Response.Headers.Link = string.Join(", ", Of(context.HttpContext.Request, page));
        }
    }
}
