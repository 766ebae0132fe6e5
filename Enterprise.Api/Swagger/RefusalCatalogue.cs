using System.Reflection;
using Enterprise.Api.Http;
using Enterprise.Api.Limits;
using Enterprise.Application.Abstractions;
using Enterprise.Domain.Common;

namespace Enterprise.Api.Swagger;

/// <summary>Knows which problems an action can answer with a status: those it names, else those that any action shares.</summary>
internal sealed class RefusalCatalogue(IDatabaseFailureMap database)
{
    private static readonly TimeSpan ExampleWait = TimeSpan.FromSeconds(12);

    private static readonly Dictionary<string, Problem> Named = typeof(Failure)
        .Assembly.GetExportedTypes()
        .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static))
        .Where(field => field.FieldType == typeof(Failure))
        .Select(field => ProblemCatalogue.From((Failure)field.GetValue(null)!))
        .DistinctBy(problem => problem.Code)
        .ToDictionary(problem => problem.Code, StringComparer.Ordinal);

    /// <summary>The problems of an action by status; it throws where the action states what cannot be.</summary>
    public IReadOnlyDictionary<int, IReadOnlyList<Problem>> Of(RefusalsAttribute refusals, bool needsToken)
    {
        var named = refusals.Codes.Select(Find).ToLookup(problem => problem.Status);
        var problems = refusals.Statuses.ToDictionary(
            status => status,
            IReadOnlyList<Problem> (status) => [.. Shared(status, needsToken), .. named[status]]
        );
        if (named.FirstOrDefault(status => !problems.ContainsKey(status.Key)) is { } forgotten)
            throw new InvalidOperationException($"A code of status {forgotten.Key} is named, the status is not.");
        if (problems.FirstOrDefault(status => status.Value.Count == 0) is { Key: > 0 and var bare })
            throw new InvalidOperationException($"Status {bare} needs a code.");
        return problems;
    }

    /// <summary>What any action may answer beside its own, because of the limits of the pipeline.</summary>
    public static IReadOnlyList<Problem> OfAny(IList<object> marks) =>
        marks.OfType<UnlimitedAttribute>().Any()
            ? [ProblemCatalogue.ServerError]
            :
            [
                ProblemCatalogue.ServerError,
                ProblemCatalogue.From(RequestFailures.TooMany(ExampleWait)),
                ProblemCatalogue.From(RequestFailures.Overloaded),
                ProblemCatalogue.TimedOut,
            ];

    private static Problem Find(string code) =>
        Named.GetValueOrDefault(code) ?? throw new InvalidOperationException($"No failure has the code {code}.");

    private IEnumerable<Problem> Shared(int status, bool needsToken) =>
        status switch
        {
            StatusCodes.Status400BadRequest => [ProblemCatalogue.Malformed],
            StatusCodes.Status401Unauthorized => needsToken
                ? [ProblemCatalogue.MissingToken, ProblemCatalogue.InvalidToken]
                : [],
            StatusCodes.Status409Conflict => [],
            StatusCodes.Status412PreconditionFailed => [ProblemCatalogue.From(RequestFailures.PreconditionFailed)],
            StatusCodes.Status428PreconditionRequired => [ProblemCatalogue.From(RequestFailures.PreconditionRequired)],
            StatusCodes.Status429TooManyRequests => [ProblemCatalogue.From(RequestFailures.TooMany(ExampleWait))],
            StatusCodes.Status503ServiceUnavailable => [DatabaseAway()],
            _ => [ProblemCatalogue.From(status)],
        };

    private Problem DatabaseAway() => ProblemCatalogue.From(database.Translate(new TimeoutException())!);
}
