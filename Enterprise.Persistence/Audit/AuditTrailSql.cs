using System.Collections.Concurrent;
using Enterprise.Application.Audit;
using Enterprise.Persistence.Database;

namespace Enterprise.Persistence.Audit;

/// <summary>
/// The statement that reads the trail, put together from fixed pieces by what is asked; all values are parameters. Each filter has an
/// index that also has the order, so a page costs as much as it is long.
/// </summary>
internal static class AuditTrailSql
{
    /// <summary>
    /// Comes first in the same round trip: a plan is made for each question. One that is kept for all would collect and sort whatever an
    /// actor did, which is right for most and reads everything of the one who does most.
    /// </summary>
    public const string PlanForTheQuestion = PlanCache.PlanAfresh;

    private static readonly ConcurrentDictionary<Shape, string> Known = new();

    /// <summary>
    /// In this order, each only where it is asked for: actor, subject, action, first time, time of the end, time and id of where the
    /// page before ended, most rows. That time once more by itself, since by the pair of them PostgreSQL would not leave out the parts
    /// that are newer.
    /// </summary>
    public static string Of(AuditSearch search) =>
        Known.GetOrAdd(
            new Shape(
                search.Actor is not null,
                search.Subject is not null,
                search.Action is not null,
                search.From is not null,
                search.To is not null,
                search.After is not null
            ),
            Write
        );

    private static string Write(Shape shape)
    {
        List<string> conditions = [];
        var count = 0;
        if (shape.HasActor)
            conditions.Add($"actor_id = ${++count}");
        if (shape.HasSubject)
            conditions.Add($"subject_id = ${++count}");
        if (shape.HasAction)
            conditions.Add($"action = ${++count}");
        if (shape.HasFrom)
            conditions.Add($"at >= ${++count}");
        if (shape.HasTo)
            conditions.Add($"at < ${++count}");
        if (shape.HasAfter)
            conditions.Add($"at <= ${++count} AND (at, id) < (${count}, ${++count})");
        var where = conditions.Count == 0 ? "" : $"WHERE {string.Join(" AND ", conditions)}";
        return $"""
            SELECT id, at, action, outcome, actor_id, subject_id, address, user_agent, request_id, changes::text
            FROM audit_entries {where} ORDER BY at DESC, id DESC LIMIT ${++count}
            """;
    }

    private readonly record struct Shape(
        bool HasActor,
        bool HasSubject,
        bool HasAction,
        bool HasFrom,
        bool HasTo,
        bool HasAfter
    );
}
