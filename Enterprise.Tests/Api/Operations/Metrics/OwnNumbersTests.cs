using System.Text.Json;
using Enterprise.Domain.Roles;
using Enterprise.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Enterprise.Tests.Api.Operations.Metrics;

/// <summary>Each instance counts its own requests, and says nothing of whose they are.</summary>
internal sealed class OwnNumbersTests : TwoInstances
{
    private const string Path = "/v1/admin/metrics";

    [Test]
    public async Task Two_instances_in_one_process_do_not_mix()
    {
        var token = await NewTokenAsync();
        for (var i = 0; i < 20; i++)
            await GetAsync("/version");
        await There.SendAsync(HttpMethod.Get, "/version");

        var here = await Eventually.Async(() => ReadAsync(Client, token), read => Count(read, "/version") >= 20);
        var there = await Eventually.Async(() => ReadAsync(There, token), read => Count(read, "/version") >= 1);

        Assert.That((Count(here, "/version"), Count(there, "/version")), Is.EqualTo((20L, 1L)));
        Assert.That(Rotated(here), Is.Positive);
        Assert.That(Rotated(there), Is.Zero);
    }

    [Test]
    public async Task A_request_is_in_flight_until_it_is_over()
    {
        var token = await NewTokenAsync();
        var release = new TaskCompletionSource();
        await using var host = new ApiHost(Database.ConnectionString)
        {
            Replace = services => services.AddSingleton<IStartupFilter>(new Holding(release.Task)),
        };
        using var client = host.CreateClient();
        var held = Enumerable.Range(0, 3).Select(_ => client.SendAsync(HttpMethod.Get, Holding.Path)).ToArray();

        var during = await Eventually.Async(() => ReadAsync(client, token), read => InFlight(read) >= 4);
        release.SetResult();
        await Task.WhenAll(held);
        var after = await Eventually.Async(() => ReadAsync(client, token), read => InFlight(read) == 1);

        Assert.That((InFlight(during), InFlight(after)), Is.EqualTo((4L, 1L)), "The one that asks is one of them.");
    }

    [Test]
    public async Task The_pool_says_how_much_of_it_there_is()
    {
        var pool = (await ReadAsync(Client, await NewTokenAsync())).Json.GetProperty("pool");

        // Of all hosts of the test run together: their pools have one name.
        Assert.That(pool.GetProperty("max").GetInt64(), Is.GreaterThanOrEqualTo(20));
        Assert.That(
            pool.GetProperty("used").GetInt64() + pool.GetProperty("idle").GetInt64(),
            Is.InRange(1, pool.GetProperty("max").GetInt64())
        );
        Assert.That(pool.GetProperty("pending").GetInt64(), Is.GreaterThanOrEqualTo(0));
    }

    [Test]
    public async Task Sessions_that_an_administrator_ends_are_counted_where_it_was_asked()
    {
        var admin = await Forge.NewHolderAsync([.. Permissions.All]);
        var token = (await Client.PairAsync(admin.Token)).Access;
        var people = await Forge.NewAsync(3);
        var (here, there) = (await ReadAsync(Client, token), await ReadAsync(There, token));

        await Client.SendAsync(HttpMethod.Post, $"/v1/users/{people[0].UserId}/lock", token: token);
        await Client.SendAsync(HttpMethod.Delete, $"/v1/users/{people[1].UserId}/sessions", token: token);
        await Client.SendAsync(HttpMethod.Delete, $"/v1/users/{people[2].UserId}", token: token);

        Assert.That(Ended(await ReadAsync(Client, token)) - Ended(here), Is.EqualTo(3));
        Assert.That(Ended(await ReadAsync(There, token)) - Ended(there), Is.Zero);
    }

    [Test]
    public async Task Nothing_that_a_client_sends_or_is_gets_into_the_document()
    {
        const string canary = "canary93";
        var (id, email) = await NewAccountAsync($"{canary}@example.com");
        await PostAsync("/v1/auth/login", new { email, password = canary });
        var signedIn = await PostAsync("/v1/auth/login", new { email, password = GoodPassword });
        var session = signedIn.Json.GetProperty("session_id").GetString()!;
        await GetAsync($"/{canary}?{canary}={canary}");
        await GetAsync($"/v1/roles/{canary}", signedIn.Pair().Access);
        await Client.SendAsync(HttpMethod.Delete, $"/v1/me/sessions/{session}", token: signedIn.Pair().Access);
        await Client.SendAsync(new HttpMethod(canary.ToUpperInvariant()), "/health");
        await Client.SendAsync(HttpMethod.Get, "/health", header: ("Host", $"{canary}.example.com"));
        await Client.SendAsync(HttpMethod.Get, "/health", header: ("User-Agent", canary));
        await Client.SendAsync(HttpMethod.Get, "/health", header: ("x-request-id", canary));
        await Client.RefreshAsync(canary);

        var token = await NewTokenAsync();
        var read = await Eventually.Async(
            () => ReadAsync(Client, token),
            read => Count(read, "/v1/me/sessions/{id}") >= 1 && Count(read, "/health") >= 3
        );

        Assert.That(read.Text, Does.Not.Contain(canary).IgnoreCase);
        Assert.That(read.Text, Does.Not.Contain("example.com"));
        Assert.That(read.Text, Does.Not.Contain(id.ToString()).And.Not.Contain(session));
        Assert.That(read.Text, Does.Contain("_OTHER"), "The method was counted.");
    }

    private async Task<string> NewTokenAsync()
    {
        var session = await Forge.NewHolderAsync(Permissions.MetricsRead);
        return (await Client.PairAsync(session.Token)).Access;
    }

    private static async Task<Answer> ReadAsync(HttpClient client, string token)
    {
        var answer = await client.SendAsync(HttpMethod.Get, Path, token: token);
        Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
        return answer;
    }

    private static long InFlight(Answer read) => read.Json.GetProperty("in_flight").GetInt64();

    private static long Ended(Answer read) => read.Json.GetProperty("sessions").GetProperty("ended").GetInt64();

    private static long Rotated(Answer read) =>
        read.Json.GetProperty("sessions").GetProperty("refreshes").GetProperty("rotated").GetInt64();

    private static long Count(Answer read, string route) =>
        read
            .Json.GetProperty("routes")
            .EnumerateArray()
            .Where(row => row.GetProperty("route").GetString() == route)
            .Sum((JsonElement row) => row.GetProperty("count").GetInt64());

    /// <summary>Holds the requests to one path until it is told to let go.</summary>
    private sealed class Holding(Task release) : IStartupFilter
    {
        public const string Path = "/held";

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
            app =>
            {
                app.Use(
                    async (context, following) =>
                    {
                        if (context.Request.Path == Path)
                            await release;
                        await following(context);
                    }
                );
                next(app);
            };
    }
}
