using Enterprise.Application;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Enterprise.Api.Http;

/// <summary>
/// Reads <c>If-Match</c> (RFC 9110 section 13.1.1) for actions with such a parameter. Several header lines are one list. Weak tags
/// are dropped: they never match where the comparison is strong (section 8.8.3.2), and this is.
/// </summary>
internal sealed class IfMatchBinder : IModelBinderProvider, IModelBinder
{
    public IModelBinder? GetBinder(ModelBinderProviderContext context) =>
        context.Metadata.ModelType == typeof(IfMatch) ? this : null;

    public Task BindModelAsync(ModelBindingContext bindingContext)
    {
        if (TryRead(bindingContext.HttpContext.Request.Headers.IfMatch, out var ifMatch))
            bindingContext.Result = ModelBindingResult.Success(ifMatch);
        else
            bindingContext.AddUnreadable(
                bindingContext.ModelName,
                "This is a list of ETags, each in its quotes, or * alone."
            );
        return Task.CompletedTask;
    }

    internal static bool TryRead(StringValues lines, out IfMatch ifMatch)
    {
        ifMatch = default;
        if (StringValues.IsNullOrEmpty(lines))
            return true;
        if (!EntityTagHeaderValue.TryParseStrictList(lines, out var tags))
            return false;
        if (tags is [var only] && only.Equals(EntityTagHeaderValue.Any))
            ifMatch = IfMatch.Any;
        else if (tags.Contains(EntityTagHeaderValue.Any))
            return false;
        else
            ifMatch = IfMatch.OneOf([.. tags.Where(tag => !tag.IsWeak).Select(tag => tag.Tag.Value![1..^1])]);
        return true;
    }
}
