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
            if (Read(shape, pair, values, seen) is var (field, message))
                bindingContext.AddUnreadable(field, message);
        if (bindingContext.ModelState.IsValid)
            bindingContext.Result = ModelBindingResult.Success(shape.Constructor.Invoke(values.AsSpan()));
        return Task.CompletedTask;
    }

    /// <summary>Reads one parameter; gives its name and what is wrong where it is not as documented.</summary>
    private static (string Field, string Message)? Read(
        Shape shape,
        QueryStringEnumerable.EncodedNameValuePair pair,
        object?[] values,
        bool[] seen
    )
    {
        if (!QueryText.TryDecode(pair.EncodedName.Span, out var name))
            return (Query, QueryText.Fault);
        var at = Array.FindIndex(shape.Parameters, parameter => parameter.Name == name);
        if (at < 0)
            return (
                QueryText.IsWorthRepeating(name) ? name : Query,
                $"There is no such parameter; there are {shape.Names}."
            );
        if (seen[at])
            return (name, "This stands here twice.");
        seen[at] = true;
        if (!QueryText.TryDecode(pair.EncodedValue.Span, out var text))
            return (name, QueryText.Fault);
        return QueryValue.TryRead(shape.Parameters[at].Type, text, out values[at])
            ? null
            : (name, QueryValue.Expected(shape.Parameters[at].Type));
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

        /// <summary>For a sentence.</summary>
        public string Names => string.Join(", ", Parameters.Select(parameter => parameter.Name));

        private static string Wire(string name) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
    }
}
