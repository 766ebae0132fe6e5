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

    /// <summary>What a value of this type looks like, for who sent something else.</summary>
    public static string Expected(Type type) =>
        (Nullable.GetUnderlyingType(type) ?? type) switch
        {
            var kind when kind == typeof(int) =>
                "This is a whole number in plain decimal, from -2147483648 to 2147483647.",
            var kind when kind == typeof(Guid) => "This is a UUID in small letters, with its dashes.",
            var kind when kind == typeof(DateTimeOffset) =>
                "This is a time in RFC 3339 with Z or an offset (a plus is written %2B), from 1970 to 2099.",
            var kind when kind.IsEnum => $"This is one of {string.Join(", ", Enum.GetNames(kind).Select(Wire))}.",
            _ => QueryText.Fault,
        };

    private static string Wire(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        && number.ToString(CultureInfo.InvariantCulture) == text
            ? number
            : null;

    private static Guid? Id(string text) =>
        Guid.TryParseExact(text, "D", out var id) && id.ToString() == text ? id : null;

    private static object? Name(Type type, string text) =>
        Enum.GetValues(type).Cast<object>().FirstOrDefault(name => Wire(name.ToString()!) == text);
}
