using System.Reflection;
using System.Text.RegularExpressions;
using Enterprise.Api.Http;
using Enterprise.Domain.Common;

namespace Enterprise.Tests.Architecture;

/// <summary>Clients switch on failure codes: each has one spelling, one meaning and one status.</summary>
[Parallelizable(ParallelScope.All)]
public sealed partial class FailureCodeTests
{
    private static readonly Problem[] Problems =
    [
        .. Solution
            .Layers.SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static))
            .Where(field => !field.DeclaringType!.ContainsGenericParameters)
            .Select(field =>
                field.FieldType == typeof(Failure) || field.FieldType == typeof(Problem) ? field.GetValue(null) : null
            )
            .Select(value => value is Failure failure ? ProblemCatalogue.From(failure) : value as Problem)
            .OfType<Problem>(),
        ProblemCatalogue.From(RequestFailures.Invalid([])),
        ProblemCatalogue.From(RequestFailures.TooMany(TimeSpan.Zero)),
        ProblemCatalogue.From(RequestFailures.TooManyCredentials(TimeSpan.Zero)),
        .. new[] { 401, 403, 404, 405, 406, 408, 413, 415 }.Select(ProblemCatalogue.From),
    ];

    [Test]
    public void There_are_failures_to_look_at() => Assert.That(Problems, Has.Length.GreaterThanOrEqualTo(15));

    [Test]
    public void Every_code_is_a_slice_a_dot_and_what() =>
        Assert.That(Problems.Select(problem => problem.Code), Has.All.Matches<string>(code => Code().IsMatch(code!)));

    [Test]
    public void Every_code_has_one_status()
    {
        var statuses = Problems
            .GroupBy(problem => problem.Code)
            .Where(group => group.Select(problem => problem.Status).Distinct().Count() > 1);

        Assert.That(statuses.Select(group => group.Key), Is.Empty);
    }

    [Test]
    public void No_two_failures_of_one_class_share_a_code()
    {
        var shared =
            from type in Solution.Layers.SelectMany(assembly => assembly.GetTypes())
            where !type.ContainsGenericParameters
            let codes = type.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)
                .Where(field => field.FieldType == typeof(Failure))
                .Select(field => ((Failure)field.GetValue(null)!).Code)
                .ToArray()
            where codes.Distinct().Count() < codes.Length
            select type.Name;

        Assert.That(shared, Is.Empty);
    }

    [Test]
    public void A_code_that_stands_in_two_layers_has_one_meaning()
    {
        // The same sentence, but for the general one for input, of which the database knows another reason.
        var texts = Problems
            .Where(problem => problem.Code != "request.invalid")
            .GroupBy(problem => problem.Code)
            .Where(group => group.Select(problem => problem.Detail).Distinct().Count() > 1);

        Assert.That(texts.Select(group => group.Key), Is.Empty);
    }

    [Test]
    public void The_codes_of_the_contract_are_spelled_as_it_spells_them()
    {
        string[] contract =
        [
            "accounts.email_taken",
            "auth.forbidden",
            "auth.invalid_token",
            "auth.missing_token",
            "database.unavailable",
            "passwords.busy",
            "request.invalid",
            "request.malformed",
            "request.method_not_allowed",
            "request.not_acceptable",
            "request.not_found",
            "request.timeout",
            "request.too_large",
            "request.too_many",
            "request.unsupported_media_type",
            "server.error",
            "server.overloaded",
            "server.timeout",
            "sessions.bad_credentials",
        ];

        Assert.That(Problems.Select(problem => problem.Code), Is.SupersetOf(contract));
    }

    [Test]
    public void Every_kind_of_failure_has_a_status_of_its_own()
    {
        var statuses = Enum.GetValues<FailureKind>()
            .Select(kind => ProblemCatalogue.From(new Failure(kind, "a.b", "c")).Status);

        Assert.That(statuses, Is.Unique.And.None.EqualTo(500));
    }

    [Test]
    public void No_text_of_a_failure_tells_of_types_or_SQL() =>
        Assert.That(
            Problems.Select(problem => problem.Detail),
            Has.None.Matches<string>(text => Internals().IsMatch(text!))
        );

    [GeneratedRegex("^[a-z]+\\.[a-z_]+$", RegexOptions.None, 1000)]
    private static partial Regex Code();

    [GeneratedRegex("Exception|Npgsql|System\\.|Enterprise\\.|SELECT|INSERT|constraint", RegexOptions.None, 1000)]
    private static partial Regex Internals();
}
