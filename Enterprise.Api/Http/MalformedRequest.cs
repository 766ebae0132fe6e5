using Enterprise.Domain.Common;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Enterprise.Api.Http;

/// <summary>What could not be read, by field. The framework's messages name types, so of the messages only our own are passed on.</summary>
internal static class MalformedRequest
{
    private const string Body = "body";
    private const string Code = "malformed";

    public static IActionResult ToResult(ActionContext context) =>
        new ProblemResult(
            ProblemCatalogue.Malformed with
            {
                Errors = [.. Errors(context).DistinctBy(error => error.Field, StringComparer.Ordinal)],
            }
        );

    /// <summary>Adds what one of our own readers has to say.</summary>
    public static void AddUnreadable(this ModelBindingContext context, string field, string message) =>
        context.ModelState.TryAddModelException(field, new UnreadableException(message));

    private static IEnumerable<FieldError> Errors(ActionContext context)
    {
        foreach (var (key, entry) in context.ModelState)
            if (entry.ValidationState == ModelValidationState.Invalid)
                yield return ToError(Field(context, key), entry.Errors);
    }

    /// <summary><c>$.email</c> becomes <c>email</c>; the root and the action's parameter for the body are <c>body</c>.</summary>
    private static string Field(ActionContext context, string key)
    {
        if (key.StartsWith('$'))
            key = key[1..].TrimStart('.');
        var isBody = context.ActionDescriptor.Parameters.Any(parameter =>
            parameter.Name == key && parameter.BindingInfo?.BindingSource == BindingSource.Body
        );
        return key.Length == 0 || isBody ? Body : key;
    }

    private static FieldError ToError(string field, ModelErrorCollection errors) =>
        new(
            field,
            Code,
            errors.Select(error => error.Exception).OfType<UnreadableException>().FirstOrDefault()?.Message
                ?? Default(field)
        );

    private static string Default(string field) =>
        field == Body
            ? "A JSON object as documented is needed here."
            : "This is not among what can stand here, stands here twice, or is of another type.";
}
