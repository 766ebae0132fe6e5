using System.Collections.Concurrent;
using Enterprise.Application.Users;
using Enterprise.Domain.Users;
using Enterprise.Persistence.Database;

namespace Enterprise.Persistence.Users;

/// <summary>
/// The statement of a list, put together from fixed pieces by what is asked; all values are parameters. In every order there is an
/// index to walk, so a page costs as much as it is long, however many people there are; a rare term is looked up in the trigram
/// index instead, and the planner decides which it is by its statistics.
/// </summary>
internal static class UserListSql
{
    /// <summary>
    /// Comes first in the same round trip: a plan is made for each search. One that is kept for all would treat a term that everybody
    /// has like one that nobody has, and one of the two would read the whole table.
    /// </summary>
    public const string PlanForTheSearch = PlanCache.PlanAfresh;

    /// <summary>The columns after <see cref="UserSql.Listed"/>.</summary>
    public const int SortKeyColumn = 7;
    public const int TotalColumn = 8;
    public const int EstimateColumn = 9;

    private static readonly ConcurrentDictionary<Shape, string> Known = new();

    /// <summary>
    /// In this order, each only where it is asked for: term (as <see cref="UserTerm"/> writes it), normal form of the role, where the page before
    /// ended (id, or address, or name and id, as the order is), most rows, rows to leave out. At least one row; without an id where
    /// the page is empty.
    /// </summary>
    public static string Of(UserSearch search) =>
        Known.GetOrAdd(
            new Shape(
                search.Sort,
                UserTerm.FormOf(search.Text),
                search.Role is not null,
                search.Status,
                search.After is not null
            ),
            Write
        );

    private static string Write(Shape shape)
    {
        var next = 1;
        var joins = "";
        List<string> conditions = [];
        if (shape.Term != TermForm.None)
            conditions.Add(UserTerm.Condition(shape.Term, $"${next++}"));
        if (shape.HasRole)
            joins = $" JOIN user_roles held ON held.user_id = u.id AND held.role_id = role_id_of(${next++})";
        if (shape.Status is { } status)
            conditions.Add(status == UserStatus.Locked ? "u.locked_at IS NOT NULL" : "u.locked_at IS NULL");
        var all = Where(conditions);
        if (shape.HasAfter)
            conditions.Add(After(shape.Sort, () => $"${next++}"));
        var direction = shape.Sort.IsDescending ? "DESC" : "ASC";
        // Of those that are passed over nothing but the index is read.
        return $"""
            SELECT {UserSql.Listed}, {SortKey(shape.Sort)}, t.counted, t.estimated FROM (SELECT {Total(
                shape,
                joins,
                all
            )}) t LEFT JOIN (
                SELECT u.id FROM users u{joins}{Where(conditions)}
                ORDER BY {Order(shape.Sort, direction)} LIMIT ${next++} OFFSET ${next}
            ) page ON true LEFT JOIN users u ON u.id = page.id ORDER BY {Order(shape.Sort, direction)}
            """;
    }

    /// <summary>Two columns: how many match, counted one by one up to just beyond the bound, and what to say beyond it.</summary>
    private static string Total(Shape shape, string joins, string all)
    {
        if (shape.HasAfter)
            return "NULL::bigint AS counted, NULL::bigint AS estimated";
        var counted =
            $"(SELECT count(*) FROM (SELECT FROM users u{joins}{all} LIMIT {UserTotal.ExactUpTo + 1}) counted)";
        var estimated = shape.IsOfAll
            ? $"(SELECT greatest(reltuples, {UserTotal.ExactUpTo})::bigint FROM pg_class WHERE oid = 'users'::regclass)"
            : $"{UserTotal.ExactUpTo}::bigint";
        return $"{counted} AS counted, {estimated} AS estimated";
    }

    private static string Where(List<string> conditions) =>
        conditions.Count == 0 ? "" : $" WHERE {string.Join(" AND ", conditions)}";

    private static string SortKey(UserSort sort) =>
        sort.By switch
        {
            UserSortKey.Email => "u.normalized_email",
            UserSortKey.Name => "u.name_key",
            _ => "''",
        };

    private static string Order(UserSort sort, string direction) =>
        sort.By switch
        {
            // Unique, and so enough.
            UserSortKey.Email => $"u.normalized_email {direction}",
            UserSortKey.Name => $"{SortKey(sort)} {direction}, u.id {direction}",
            _ => $"u.id {direction}",
        };

    private static string After(UserSort sort, Func<string> next)
    {
        var than = sort.IsDescending ? '<' : '>';
        return sort.By switch
        {
            UserSortKey.Email => $"u.normalized_email {than} {next()}",
            UserSortKey.Name => $"({SortKey(sort)}, u.id) {than} ({next()}, {next()})",
            _ => $"u.id {than} {next()}",
        };
    }

    private readonly record struct Shape(UserSort Sort, TermForm Term, bool HasRole, UserStatus? Status, bool HasAfter)
    {
        public bool IsOfAll => Term == TermForm.None && !HasRole && Status is null;
    }
}
