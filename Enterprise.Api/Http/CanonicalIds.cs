using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Enterprise.Api.Http;

/// <summary>
/// Reads ids in the one form that is given out (RFC 9562 section 4, in small letters). The framework also takes braces, other
/// letters and leading spaces, by which one thing would have several names.
/// </summary>
internal sealed class CanonicalIds : IModelBinderProvider, IModelBinder
{
    public IModelBinder? GetBinder(ModelBinderProviderContext context) =>
        context.Metadata.ModelType == typeof(Guid) ? this : null;

    public Task BindModelAsync(ModelBindingContext bindingContext)
    {
        var sent = bindingContext.ValueProvider.GetValue(bindingContext.ModelName);
        if (
            sent.Length == 1
            && Guid.TryParseExact(sent.FirstValue, "D", out var id)
            && id.ToString() == sent.FirstValue
        )
            bindingContext.Result = ModelBindingResult.Success(id);
        else
            bindingContext.AddUnreadable(bindingContext.ModelName, QueryValue.Expected(typeof(Guid)));
        return Task.CompletedTask;
    }
}
