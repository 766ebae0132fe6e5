using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.WebUtilities;

namespace Enterprise.Api.Http;

/// <summary>
/// Reads the query of a route that has a message for it (<c>[FromQuery]</c> on a record), as strictly as bodies are read: names as
/// documented and each at most once, UTF-8, numbers in plain decimal. What breaks a rule is named. The framework reads <c>0x10</c> as
/// 16, takes the first of two, and skips what it does not know.
/// </summary>
internal sealed class StrictQuery : IModelBinderProvider, IModelBinder
{
    /// <summary>Stands for a parameter whose name is not worth repeating.</summary>
    private const string Query = "query";

    private static readonly ConcurrentDictionary<Type, Shape> Shapes = new();

    public IModelBinder? GetBinder(ModelBinderProviderContext context) =>
        context.BindingInfo.BindingSource == BindingSource.Query && context.Metadata.IsComplexType ? this : null;

    public Task BindModelAsync(ModelBindingContext bindingContext)
    {
        var shape = Shapes.GetOrAdd(bindingContext.ModelType, type => new Shape(type));
        var values = new object?[shape.Parameters.Length];
        var seen = new bool[values.Length];
        foreach (var pair in new QueryStringEnumerable(bindingContext.HttpContext.Request.QueryString.Value))
            if (Read(shape, pair, values, seen) is { } broken)
                bindingContext.ModelState.AddModelError(broken, "This cannot be read.");
        if (bindingContext.ModelState.IsValid)
            bindingContext.Result = ModelBindingResult.Success(shape.Constructor.Invoke(values.AsSpan()));
        return Task.CompletedTask;
    }

    /// <summary>Reads one parameter; gives its name where it is not as documented.</summary>
    private static string? Read(
        Shape shape,
        QueryStringEnumerable.EncodedNameValuePair pair,
        object?[] values,
        bool[] seen
    )
    {
        if (!QueryText.TryDecode(pair.EncodedName.Span, out var name))
            return Query;
        var at = Array.FindIndex(shape.Parameters, parameter => parameter.Name == name);
        if (at < 0)
            return QueryText.IsWorthRepeating(name) ? name : Query;
        var isFirst = !seen[at];
        seen[at] = true;
        return
            isFirst
            && QueryText.TryDecode(pair.EncodedValue.Span, out var text)
            && QueryValue.TryRead(shape.Parameters[at].Type, text, out values[at])
            ? null
            : name;
    }

    /// <summary>What a message is made of.</summary>
    private sealed class Shape
    {
        public Shape(Type type)
        {
            var constructor = type.GetConstructors().Single();
            Constructor = ConstructorInvoker.Create(constructor);
            Parameters =
            [
                .. constructor.GetParameters().Select(parameter => (Wire(parameter.Name!), parameter.ParameterType)),
            ];
        }

        public ConstructorInvoker Constructor { get; }

        public (string Name, Type Type)[] Parameters { get; }

        private static string Wire(string name) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
    }
}
