using System.Text.Json;
using Enterprise.Tests.Api.Authentication;
using Enterprise.Tests.Api.Http.Families;
using Enterprise.Tests.Support;
using Enterprise.Tests.Support.Raw;

namespace Enterprise.Tests.Api.Http;

/// <summary>Odd paths, queries and headers on every route that reads them, over connections that are used again.</summary>
internal sealed class WireTests : SocketFixture
{
    private IReadOnlyList<ApiRoute> routes = null!;
    private HttpClient client = null!;
    private ForgedSession admin = null!;
    private ForgedSession owner = null!;
    private AccessScene scene = null!;
    private string token = null!;

    [OneTimeSetUp]
    public async Task MakeAdministratorAsync()
    {
        routes = ApiRoutes.Of(Host.Services);
        client = new HttpClient { BaseAddress = Address };
        var forge = new SessionForge(Database);
        admin = await forge.NewAsync();
        owner = await forge.NewAsync();
        await new AccessScene(Host, client, Database, admin, admin).MakeOwnerAdminAsync();
        scene = new AccessScene(Host, client, Database, admin, owner);
        token = (await client.PairAsync(admin.Token)).Access;
    }

    [OneTimeTearDown]
    public void StopClient() => client.Dispose();

    [Test]
    public async Task An_odd_id_is_refused_by_every_route_with_an_id()
    {
        var targets = routes.Where(route => route.Path.Length > 0).ToArray();
        Assert.That(targets, Has.Length.GreaterThanOrEqualTo(10));

        var odd = from route in targets from id in OddTargets.Ids select RequestTo(route, id) with { IsRefused = true };
        var detours = from route in targets from id in OddTargets.Detours select RequestTo(route, id);

        await AssertKeptAsync([.. odd, .. detours], atLeast: 900);
    }

    [Test]
    public async Task An_odd_query_crashes_nothing_and_what_is_no_text_or_stands_twice_is_refused()
    {
        var parameters = (
            from route in routes
            from name in route.Query
            select (Route: route, Name: JsonNamingPolicy.SnakeCaseLower.ConvertName(name))
        ).ToArray();
        Assert.That(parameters.Select(parameter => parameter.Name), Is.SupersetOf(["page_size", "cursor", "from"]));

        RawRequest[] requests =
        [
            .. parameters.SelectMany(
                _ => OddTargets.Values,
                (parameter, value) => Get(parameter.Route, $"?{parameter.Name}={value}")
            ),
            .. parameters.SelectMany(
                _ => OddTargets.NoText,
                (parameter, value) => Get(parameter.Route, $"?{parameter.Name}={value}") with { IsRefused = true }
            ),
            .. parameters.SelectMany(parameter =>
                new[]
                {
                    $"?{parameter.Name}=1&{parameter.Name}=1",
                    $"?{parameter.Name}&{parameter.Name}",
                    $"?{parameter.Name}[]=1",
                    $"?{parameter.Name}[0]=1",
                    $"?{parameter.Name}.a=1",
                    $"?{parameter.Name.ToUpperInvariant()}=1",
                    $"?{parameter.Name}%00=1",
                    $"?%ff{parameter.Name}=1",
                    $"?unknown=1&{parameter.Name}=1",
                }.Select(query => Get(parameter.Route, query) with { IsRefused = true })
            ),
        ];

        await AssertKeptAsync(requests, atLeast: 1000);
    }

    [Test]
    public async Task An_odd_query_of_a_route_that_reads_none_crashes_nothing()
    {
        string[] queries =
        [
            "?",
            "?&&&",
            "?=",
            "?a",
            "?a=%zz",
            "?%00",
            "?%ff=%fe",
            "??",
            "?a=b#c",
            $"?{new string('a', 7000)}",
            $"?{string.Concat(Enumerable.Repeat("a&", 2000))}",
        ];

        await AssertKeptAsync(
            [.. from route in routes where route.Method == "GET" from query in queries select Get(route, query)],
            atLeast: 150
        );
    }

    [Test]
    public async Task An_odd_header_crashes_nothing()
    {
        string[] names =
        [
            "GET /health",
            "GET /v1/me",
            "GET /v1/users",
            "GET /v1/users/{id}",
            "GET /v1/users/{id}/avatar",
            "GET /.well-known/jwks.json",
            "PATCH /v1/me",
            "PUT /v1/users/{id}/roles",
            "POST /v1/auth/refresh",
        ];
        await client.SendAsync(HttpMethod.Put, "/v1/me/avatar", AccessScene.Picture(), token);
        var targets = routes
            .Where(route => names.Contains(route.Name))
            .Select(route => RequestTo(route, $"{admin.UserId}"))
            .ToArray();
        Assert.That(targets, Has.Length.EqualTo(names.Length));

        await AssertKeptAsync(
            [
                .. targets.SelectMany(
                    _ => OddHeaders.Anywhere,
                    (request, header) =>
                        (request with { Name = $"{header.Name}: {header.Value}" }).With(header.Name, header.Value)
                ),
            ],
            atLeast: 3000
        );
    }

    [Test]
    public async Task What_is_no_token_is_refused_by_every_route_that_needs_one()
    {
        string[] anybody = ["/v1/auth/register", "/v1/auth/login", "/v1/auth/refresh", "/v1/auth/logout"];
        var targets = routes
            .Where(route =>
                route.Template.StartsWith("/v1/", StringComparison.Ordinal) && !anybody.Contains(route.Template)
            )
            .ToArray();

        await AssertKeptAsync(
            [
                .. from route in targets
                from header in OddCredentials.NoTokens(token)
                select (RequestTo(route, $"{owner.UserId}") with { Headers = [header], IsRefused = true }),
            ],
            atLeast: 900
        );
    }

    [Test]
    public async Task An_odd_content_type_crashes_nothing() =>
        await AssertKeptAsync(
            [
                .. from route in routes
                where route.Method is "POST" or "PUT" or "PATCH" && !EndsOrCosts(route)
                from header in OddCredentials.Types
                select (
                    RequestTo(route, $"{owner.UserId}") with
                    {
                        Name = $"Content-Type: {header.Value}",
                        Headers = [("Authorization", $"Bearer {token}"), header],
                    }
                ),
            ],
            atLeast: 500
        );

    /// <summary>It would end the session that everything is asked in, or hash a password.</summary>
    private static bool EndsOrCosts(ApiRoute route) =>
        route.Template is "/v1/auth/logout-all" or "/v1/auth/register" or "/v1/auth/login" or "/v1/me/password";

    private RawRequest Get(ApiRoute route, string query)
    {
        var request = RequestTo(route, $"{owner.UserId}");
        return request with { Name = query, Target = request.Target + query };
    }

    /// <summary>A request that is in order, but for what stands in the place of ids and names.</summary>
    private RawRequest RequestTo(ApiRoute route, string id)
    {
        var sample = AccessSamples.All.First(sample => sample.Route == route.Name);
        var target = route.Path.Aggregate(route.Template, (path, name) => path.Replace($"{{{name}}}", id));
        var request = new RawRequest(route.Name, route.Method, target).With("Authorization", $"Bearer {token}");
        return sample.Body is null
            ? request
            : request.With("Content-Type", "application/json") with
            {
                Body = JsonSerializer.Serialize(sample.Body(scene)),
            };
    }

    private async Task AssertKeptAsync(RawRequest[] requests, int atLeast)
    {
        Assert.That(requests, Has.Length.GreaterThanOrEqualTo(atLeast));

        var faults = await RawSweep.FaultsAsync(Address, requests);

        Assert.That(faults, Is.Empty, $"{faults.Length} of {requests.Length}:\n{string.Join('\n', faults.Take(60))}");
        Assert.That(await client.MeAsync(token), Is.EqualTo(200), "Whoever asked was heard to the end.");
        AssertNothingCrashed();
    }
}
