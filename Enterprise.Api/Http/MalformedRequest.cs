using Enterprise.Domain.Common;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Enterprise.Api.Http;

/// <summary>What could not be read, by field. The reader's own messages name types, so none of them is passed on.</summary>
internal static class MalformedRequest
{
    private const string Body = "body";

    public static IActionResult ToResult(ActionContext context) =>
        new ProblemResult(
            ProblemCatalogue.Malformed with
            {
                Errors = [.. Fields(context).Distinct(StringComparer.Ordinal).Select(ToError)],
            }
        );

    private static IEnumerable<string> Fields(ActionContext context) =>
        context
            .ModelState.Where(entry => entry.Value?.ValidationState == ModelValidationState.Invalid)
            .Select(entry => Field(context, entry.Key));

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

    private static FieldError ToError(string field) =>
        field == Body
            ? new FieldError(field, "malformed", "A JSON object as documented is needed here.")
            : new FieldError(
                field,
                "malformed",
                "This is not among what can stand here, stands here twice, or is of another type."
            );
}
