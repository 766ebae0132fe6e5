using System.Globalization;
using System.Text.Json;
using Enterprise.Application.Audit;

namespace Enterprise.Tests.Support;

/// <summary>What an audit entry says that changed.</summary>
internal static class Changed
{
    /// <summary>By member; what is the same before and after is left out, and where nothing is left there are no changes.</summary>
    public static IReadOnlyDictionary<string, AuditChange>? Of(
        params (string Member, object? From, object? To)[] members
    )
    {
        var changes = members
            .Select(member => (member.Member, Change: new AuditChange(Json(member.From), Json(member.To))))
            .Where(member => Text(member.Change.From) != Text(member.Change.To))
            .ToDictionary(member => member.Member, member => member.Change, StringComparer.Ordinal);
        return changes.Count == 0 ? null : changes;
    }

    /// <summary>One line to compare: <c>name: "Ada" -> "Ada King"</c>.</summary>
    public static string Text(IReadOnlyDictionary<string, AuditChange>? changes) =>
        changes is null
            ? "nothing"
            : string.Join(
                "; ",
                changes
                    .OrderBy(change => change.Key, StringComparer.Ordinal)
                    .Select(change =>
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{change.Key}: {Text(change.Value.From)} -> {Text(change.Value.To)}"
                        )
                    )
            );

    private static string Text(JsonElement? value) => value is null ? "null" : JsonSerializer.Serialize(value);

    private static JsonElement? Json(object? value) =>
        value is null ? null : JsonSerializer.SerializeToElement(value, value.GetType());
}
