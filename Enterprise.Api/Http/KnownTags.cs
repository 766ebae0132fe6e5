using Enterprise.Application;
using Microsoft.Net.Http.Headers;

namespace Enterprise.Api.Http;

/// <summary>What a reader has already.</summary>
internal static class KnownTags
{
    /// <summary>
    /// <c>If-None-Match</c> (RFC 9110 section 13.1.2), compared weakly. What is no list of tags is nothing that the reader has: they get the
    /// thing, as without the header.
    /// </summary>
    public static IfNoneMatch IfNoneMatch(this HttpRequest request)
    {
        if (!EntityTagHeaderValue.TryParseStrictList(request.Headers.IfNoneMatch, out var tags))
            return default;
        return tags is [var only] && only.Equals(EntityTagHeaderValue.Any)
            ? Application.IfNoneMatch.Any
            : Application.IfNoneMatch.OneOf([.. tags.Select(tag => tag.Tag.Value!.Trim('"'))]);
    }
}
