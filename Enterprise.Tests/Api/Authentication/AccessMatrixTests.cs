using System.Collections;
using System.Collections.Concurrent;
using Enterprise.Api.Authentication;
using Enterprise.Tests.Architecture;
using Enterprise.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Enterprise.Tests.Api.Authentication;

/// <summary>
/// Every route of the running program with every kind of caller. What each gets is kept in a table that is read with every change;
/// what must hold whatever the table says is asked of the same answers.
/// </summary>
internal sealed class AccessMatrixTests : ApiFixture
{
    private const string Samples = "Enterprise.Tests/Api/Authentication/AccessSamples.cs";
    private const string Table = "Enterprise.Tests/Api/Authentication/access-matrix.md";
    private const int AtOnce = 8;
    private const string Anyone = "nothing";
    private const string Token = "a token";

    private readonly ConcurrentDictionary<(AccessSample Sample, AccessCaller Caller), Answer> answers = new();
    private Dictionary<string, RouteEndpoint> routes = null!;
    private AccessSample[] samples = null!;

    // Some routes are sent a token that their caller has spent just before, on a machine that may be busy.
    protected override (string Key, string Value)[] Settings => [("Sessions:RefreshLeewaySeconds", "60")];

    [OneTimeSetUp]
    public async Task AskAsync()
    {
        routes = Routes().ToDictionary();
        samples = [.. AccessSamples.All.Where(sample => routes.ContainsKey(sample.Route))];
        var cells = samples.SelectMany(_ => AccessCaller.All, (sample, caller) => (sample, caller)).ToArray();
        var (callers, owners) = await GivenPeopleAsync([.. cells.Select(cell => cell.caller.Role)]);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, cells.Length),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (i, _) =>
            {
                var (sample, caller) = cells[i];
                var sender = caller == AccessCaller.Anonymous ? null : callers[i];
                var owner = caller == AccessCaller.User ? callers[i] : owners[i];
                var scene = new AccessScene(Host, Client, Database, sender, owner);
                answers[(sample, caller)] = await sample.SendAsync(scene);
            }
        );
    }

    [Test]
    public void Every_route_has_a_sample()
    {
        var missing = routes.Keys.Except(AccessSamples.All.Where(IsPlain).Select(sample => sample.Route));

        Assert.That(
            missing,
            Is.Empty,
            $"""Add a line for each to {Samples}: new("METHOD /template") with a valid body, and run with UPDATE_GOLDEN=true."""
        );
    }

    [Test]
    public void Every_sample_is_of_a_route_and_of_one_only()
    {
        Assert.That(
            AccessSamples.All.Select(sample => sample.Route).Except(routes.Keys),
            Is.Empty,
            $"Take them out of {Samples}."
        );
        Assert.That(AccessSamples.All.Select(sample => sample.Row), Is.Unique);
    }

    [Test]
    public async Task Nobody_is_let_in_or_kept_out_unnoticed()
    {
        var (path, now) = (Path.Combine(Solution.Root, Table), TableOfAnswers());
        if (IsSet("UPDATE_GOLDEN"))
        {
            Assert.That(IsSet("CI"), Is.False, "What CI checks, it does not write.");
            await File.WriteAllTextAsync(path, now.ToString());
        }
        var text = File.Exists(path) ? (await File.ReadAllTextAsync(path)).ReplaceLineEndings("\n") : "";

        var changes = now.ChangesSince(AccessTable.Parse(text)).ToArray();

        var howTo = $"If this is meant, run this test with UPDATE_GOLDEN=true and commit {Table}.";
        Assert.That(changes, Is.Empty, $"{string.Join('\n', changes)}\n{howTo}");
        Assert.That(text, Is.EqualTo(now.ToString()), howTo);
    }

    [Test]
    public void Samples_are_in_order_and_nothing_crashes() =>
        AssertNone(
            (_, _, answer) => answer.Status is not ((>= 200 and < 300) or 401 or 403 or 404),
            "These say something about the request, and not about who sent it."
        );

    [Test]
    public void Who_says_not_who_they_are_gets_401_wherever_it_is_not_allowed()
    {
        AssertNone(
            (sample, caller, answer) =>
                caller == AccessCaller.Anonymous && answer.Status == 401 == (NeedsOf(sample) == Anyone)
        );
        AssertNone((_, caller, answer) => caller != AccessCaller.Anonymous && answer.Status == 401);
    }

    [Test]
    public void Where_anybody_may_call_nobody_is_refused() =>
        AssertNone((sample, _, answer) => NeedsOf(sample) == Anyone && answer.Status is >= 400);

    [Test]
    public void Who_lacks_the_permission_of_a_route_gets_403() =>
        AssertNone(
            (sample, caller, answer) =>
                caller != AccessCaller.Anonymous
                && PermissionOf(sample) is { } needed
                && !caller.Holds(needed)
                && answer.Status != 403
        );

    [Test]
    public void Who_holds_the_permission_of_a_route_and_no_other_gets_in() =>
        AssertNone(
            (sample, caller, answer) =>
                PermissionOf(sample) is { } needed
                && caller.Permission == needed
                && !sample.IsBeyondOne
                && answer.Status is >= 400
        );

    [Test]
    public void Nobody_gives_with_one_permission_what_they_do_not_hold() =>
        AssertNone(
            (sample, caller, answer) => sample.IsBeyondOne && caller.Permission is not null && answer.Status != 403
        );

    [Test]
    public void An_administrator_is_never_kept_out() =>
        AssertNone((_, caller, answer) => caller == AccessCaller.Admin && answer.Status is 401 or 403);

    [Test]
    public void Where_a_token_is_enough_people_reach_what_is_their_own() =>
        AssertNone(
            (sample, caller, answer) =>
                caller == AccessCaller.User && IsPlain(sample) && NeedsOf(sample) == Token && answer.Status is >= 400
        );

    private static bool IsPlain(AccessSample sample) => sample.Variant is null;

    private void AssertNone(Func<AccessSample, AccessCaller, Answer, bool> isWrong, string why = "") =>
        Assert.That(
            answers
                .Where(cell => isWrong(cell.Key.Sample, cell.Key.Caller, cell.Value))
                .Select(cell =>
                    $"{cell.Key.Sample.Row}, {cell.Key.Caller.Name}: {cell.Value.Status} {cell.Value.Text}"
                ),
            Is.Empty,
            why
        );

    private AccessTable TableOfAnswers() =>
        new([
            .. samples
                .OrderBy(sample => sample.Route.Split(' ')[1], StringComparer.Ordinal)
                .ThenBy(sample => sample.Row, StringComparer.Ordinal)
                .Select(sample =>
                    (
                        sample.Row,
                        (IReadOnlyList<string>)
                            [
                                NeedsOf(sample),
                                .. AccessCaller.All.Select(caller => $"{answers[(sample, caller)].Status}"),
                            ]
                    )
                ),
        ]);

    private string NeedsOf(AccessSample sample) =>
        routes[sample.Route].Metadata.GetMetadata<IAllowAnonymous>() is not null
            ? Anyone
            : PermissionOf(sample) ?? Token;

    private string? PermissionOf(AccessSample sample) =>
        routes[sample.Route].Metadata.GetMetadata<RequirePermissionAttribute>()?.Permission;

    /// <summary>By method and template, whatever made them: controllers or anything else that was mapped.</summary>
    private IEnumerable<(string Route, RouteEndpoint Endpoint)> Routes() =>
        from endpoint in Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["ANY"]
        select ($"{method} /{endpoint.RoutePattern.RawText?.TrimStart('/')}", endpoint);

    /// <summary>Two people for each request, all at once: the caller with their role, and somebody else.</summary>
    private async Task<(ForgedSession[] Callers, ForgedSession[] Owners)> GivenPeopleAsync(string?[] roles)
    {
        foreach (var caller in AccessCaller.All.Where(caller => caller.Permission is not null))
            await Database.ReadAsync<object>(
                """
                INSERT INTO roles (id, name, normalized_name, description, permissions, built_in, concurrency_stamp)
                VALUES ($1, $2, upper($2), '', $3, false, 'forged')
                """,
                Fresh.Id(),
                caller.Role!,
                new[] { caller.Permission! }
            );
        var people = await new SessionForge(Database).NewAsync(2 * roles.Length);
        await Database.ReadAsync<object>(
            """
            INSERT INTO user_roles (user_id, role_id) SELECT w.user_id, roles.id
            FROM unnest($1::uuid[], $2::text[]) AS w (user_id, role) JOIN roles ON roles.name = w.role
            """,
            people.Take(roles.Length).Select(person => person.UserId).ToArray(),
            roles.Select(role => role ?? "").ToArray()
        );
        return (people[..roles.Length], people[roles.Length..]);
    }

    private static bool IsSet(string variable) =>
        ((IDictionary)Environment.GetEnvironmentVariables())[variable] is string { Length: > 0 } value
        && !value.Equals("false", StringComparison.OrdinalIgnoreCase);
}
