using System.Globalization;
using System.Text.Json;

namespace Enterprise.Api.Http;

/// <summary>Reads one value of a query; each has one spelling.</summary>
internal static class QueryValue
{
    public static bool TryRead(Type type, string text, out object? value)
    {
        value = null;
        var kind = Nullable.GetUnderlyingType(type) ?? type;
        if (kind == typeof(string))
            // An empty field of a form says nothing.
            value = text.Length == 0 ? null : text;
        else if (kind == typeof(int))
            value = Number(text);
        else if (kind == typeof(Guid))
            value = Id(text);
        else if (kind == typeof(DateTimeOffset))
            value = UtcTimeConverter.TryRead(text, out var time) ? time : null;
        else if (kind.IsEnum)
            value = Name(kind, text);
        else
            throw new NotSupportedException($"A query has no values of type {kind.Name}.");
        return value is not null || kind == typeof(string);
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        && number.ToString(CultureInfo.InvariantCulture) == text
            ? number
            : null;

    private static Guid? Id(string text) =>
        Guid.TryParseExact(text, "D", out var id) && id.ToString() == text ? id : null;

    private static object? Name(Type type, string text) =>
        Enum.GetValues(type)
            .Cast<object>()
            .FirstOrDefault(name => JsonNamingPolicy.SnakeCaseLower.ConvertName(name.ToString()!) == text);
}
