using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text.Json;

namespace Enterprise.Api.Logging;

/// <summary>
/// How the members of an event are called in a JSON line. The stable keys mean one thing on every line, so a member of the same name gives
/// way: <c>error</c> becomes <c>event.error</c>.
/// </summary>
internal static class MemberNames
{
    public const string Prefix = "event.";

    /// <summary>Names come from the templates of messages, which are few; what makes them up as it goes must not fill the memory.</summary>
    private const int MaxKept = 1024;

    private static readonly FrozenSet<string> Stable = FrozenSet.Create(
        StringComparer.Ordinal,
        "time",
        "level",
        "service",
        "env",
        "category",
        "event_id",
        "event_name",
        "message",
        "request_id",
        "trace_id",
        "span_id",
        "user_id",
        "http.method",
        "http.route",
        "http.status",
        "latency_ms",
        "error"
    );

    private static readonly ConcurrentDictionary<string, string> Kept = new(StringComparer.Ordinal);

    /// <summary>In snake_case, of small letters, digits, dots and underscores, and none of the stable keys.</summary>
    public static string Of(string member)
    {
        if (Kept.TryGetValue(member, out var name))
            return name;
        name = Make(member);
        if (Kept.Count < MaxKept)
            Kept[member] = name;
        return name;
    }

    private static string Make(string member)
    {
        var name = string.Create(
            member.Length,
            member,
            static (span, member) =>
            {
                for (var i = 0; i < span.Length; i++)
                    span[i] = char.IsAsciiLetterOrDigit(member[i]) || member[i] is '.' ? member[i] : '_';
            }
        );
        name = JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
        return name.Length == 0 || Stable.Contains(name) ? Prefix + name : name;
    }
}
