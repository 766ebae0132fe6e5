using System.Text.Json;
using Enterprise.Application.Passwords;
using Enterprise.Tests.Api.Roles;
using Enterprise.Tests.Application.Passwords;
using Enterprise.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Catalogue = Enterprise.Domain.Roles.Permissions;

namespace Enterprise.Tests.Api.Operations.Metrics;

/// <summary>The live numbers, through the front door. A request is counted when it is over, which its client may see sooner.</summary>
internal sealed class MetricsTests : RolesFixture
{
    private const string Path = "/v1/admin/metrics";

    private string token = "";

    protected override (string Key, string Value)[] Settings =>
        [("Passwords:ConcurrentHashes", "1"), ("Passwords:QueueLength", "2")];

    [OneTimeSetUp]
    public async Task SignInAsync() => token = await NewTokenOfAsync(Catalogue.MetricsRead);

    [Test]
    public async Task The_document_has_these_members_and_is_never_kept()
    {
        await GetAsync("/health");

        var answer = await Eventually.Async(ReadAsync, read => Route(read, "GET", "/health") is not null);

        Assert.That(answer.Header("Cache-Control"), Is.EqualTo("no-store"));
        Assert.That(
            Shape(answer.Json),
            Is.EqualTo(
                "{since,window_seconds,requests{total,by_class{1xx,2xx,3xx,4xx,5xx}},in_flight,"
                    + "routes[{method,route,count,errors_4xx,errors_5xx,recent,p50_ms,p95_ms,p99_ms}],pool{used,idle,max,pending},"
                    + "hashing{running,waiting,rejected,p50_ms,p95_ms,p99_ms,wait_p50_ms,wait_p95_ms,wait_p99_ms},"
                    + "sessions{logins{succeeded,wrong_password,unknown_account,account_locked,locked_out,overtaken,throttled,busy,failed},"
                    + "refreshes{rotated,replayed,reuse_detected,expired,revoked,exhausted,unknown,malformed,throttled,failed},ended}}"
            )
        );
    }

    [Test]
    public async Task Requests_are_counted_by_route_and_class()
    {
        var before = await ReadAsync();

        await GetAsync("/v1/roles/nobody-made-this", await NewTokenOfAsync(Catalogue.RolesRead));
        await GetAsync("/v1/roles/nor-this", null);
        await GetAsync("/no/such/path");
        await GetAsync("/nor/this");
        await Client.SendAsync(HttpMethod.Delete, "/health");

        var (role, none, delete) = ("GET /v1/roles/{name}", "GET (none)", "DELETE (none)");
        var after = await MovedAsync(
            before,
            read => Errors(read, none) + Errors(read, delete) + Errors(read, role),
            by: 5
        );
        Assert.Multiple(() =>
        {
            Assert.That(Errors(after, role) - Errors(before, role), Is.EqualTo(2));
            Assert.That(Errors(after, none) - Errors(before, none), Is.EqualTo(2));
            Assert.That(Errors(after, delete) - Errors(before, delete), Is.EqualTo(1));
            Assert.That(
                Number(after, "requests", "by_class", "4xx") - Number(before, "requests", "by_class", "4xx"),
                Is.EqualTo(5)
            );
            Assert.That(Route(after, "GET", "/v1/roles/{name}")!.Value.GetProperty("p99_ms").GetDouble(), Is.Positive);
        });
    }

    [Test]
    public async Task Classes_routes_and_the_total_agree()
    {
        var read = (await ReadAsync()).Json;

        var requests = read.GetProperty("requests");
        var total = requests.GetProperty("total").GetInt64();
        Assert.That(total, Is.Positive);
        Assert.That(
            requests.GetProperty("by_class").EnumerateObject().Sum(byClass => byClass.Value.GetInt64()),
            Is.EqualTo(total)
        );
        Assert.That(
            read.GetProperty("routes").EnumerateArray().Sum(route => route.GetProperty("count").GetInt64()),
            Is.EqualTo(total)
        );
    }

    [Test]
    public async Task Logins_are_counted_by_outcome_and_what_clients_are_not_told_shows_here()
    {
        var (_, email) = await NewAccountAsync();
        var before = await ReadAsync();

        await PostAsync("/v1/auth/login", new { email, password = GoodPassword });
        await PostAsync("/v1/auth/login", new { email, password = "wrong" });
        await PostAsync("/v1/auth/login", new { email, password = "wrong again" });
        await PostAsync("/v1/auth/login", new { email = Fresh.Email(), password = GoodPassword });
        await PostAsync("/v1/auth/login", new { email = "no address", password = GoodPassword });

        AssertMoved(
            before,
            await ReadAsync(),
            "logins",
            ("succeeded", 1),
            ("wrong_password", 2),
            ("unknown_account", 1)
        );
    }

    [Test]
    public async Task A_guess_by_a_change_of_password_is_no_login()
    {
        var (_, email) = await NewAccountAsync();
        var access = await NewTokenAsync(email);
        var before = await ReadAsync();

        var body = new { current_password = "wrong", new_password = "tall copper kettle 94" };
        var answer = await Client.SendAsync(HttpMethod.Put, "/v1/me/password", JsonContent.Of(body), access);

        Assert.That(answer.Status, Is.EqualTo(400), answer.Text);
        AssertMoved(before, await ReadAsync(), "logins");
    }

    [Test]
    public async Task Refreshes_are_counted_by_outcome()
    {
        var first = await Forge.NewAsync();
        var other = await Forge.NewAsync();
        var before = await ReadAsync();

        var second = await Client.PairAsync(first.Token);
        await Client.PairAsync(first.Token);
        await Client.PairAsync(second.Refresh);
        await Client.RefreshAsync(first.Token);
        await Client.RefreshAsync(first.Token);
        await Client.RefreshAsync("no token of ours");
        await Client.LogoutAsync(other.Token);
        await Client.LogoutAsync(other.Token);

        var after = await ReadAsync();
        AssertMoved(
            before,
            after,
            "refreshes",
            ("rotated", 2),
            ("replayed", 1),
            ("reuse_detected", 1),
            ("revoked", 1),
            ("malformed", 1)
        );
        Assert.That(
            Number(after, "sessions", "ended") - Number(before, "sessions", "ended"),
            Is.EqualTo(2),
            "By reuse, and by signing out once."
        );
    }

    [Test]
    public async Task The_hashing_queue_shows_who_runs_who_waits_and_who_was_refused()
    {
        var governor = Host.Services.GetRequiredService<PasswordHashGovernor>();
        await Wait.UntilAsync(() => !governor.IsFull);
        var before = await ReadAsync();
        using var stuck = new HashBlocker(governor);
        var waiting = new[] { stuck.Add(), stuck.Add() };

        var answer = await PostAsync("/v1/auth/login", new { email = Fresh.Email(), password = GoodPassword });
        var during = await ReadAsync();
        stuck.Release();
        await Task.WhenAll(waiting);
        var after = await ReadAsync();

        Assert.Multiple(() =>
        {
            Assert.That(answer.Code, Is.EqualTo("passwords.busy"));
            Assert.That(
                (Number(during, "hashing", "running"), Number(during, "hashing", "waiting")),
                Is.EqualTo((1, 2))
            );
            Assert.That((Number(after, "hashing", "running"), Number(after, "hashing", "waiting")), Is.EqualTo((0, 0)));
            Assert.That(Number(during, "hashing", "rejected") - Number(before, "hashing", "rejected"), Is.EqualTo(1));
            Assert.That(after.Json.GetProperty("hashing").GetProperty("p50_ms").GetDouble(), Is.Positive);
        });
        AssertMoved(before, during, "logins", ("busy", 1));
    }

    private Task<Answer> ReadAsync() => GetAsync(Path, token);

    private static void AssertMoved(Answer before, Answer after, string what, params (string Name, long By)[] expected)
    {
        var (was, now) = (Counts(before), Counts(after));
        var moved = now.Where(count => count.Value != was[count.Key])
            .ToDictionary(count => count.Key, count => count.Value - was[count.Key]);

        Assert.That(moved, Is.EquivalentTo(expected.ToDictionary(count => count.Name, count => count.By)));

        Dictionary<string, long> Counts(Answer read) =>
            read
                .Json.GetProperty("sessions")
                .GetProperty(what)
                .EnumerateObject()
                .ToDictionary(count => count.Name, count => count.Value.GetInt64());
    }

    private Task<Answer> MovedAsync(Answer before, Func<Answer, long> count, long by) =>
        Eventually.Async(ReadAsync, read => count(read) - count(before) >= by);

    private static long Errors(Answer read, string row) =>
        row.Split(' ') is [var method, var route] && Route(read, method, route) is { } found
            ? found.GetProperty("errors_4xx").GetInt64()
            : 0;

    private static JsonElement? Route(Answer read, string method, string route) =>
        read
            .Json.GetProperty("routes")
            .EnumerateArray()
            .Where(row =>
                row.GetProperty("method").GetString() == method && row.GetProperty("route").GetString() == route
            )
            .Select(row => (JsonElement?)row)
            .SingleOrDefault();

    private static long Number(Answer read, params string[] path) =>
        path.Aggregate(read.Json, (at, name) => at.GetProperty(name)).GetInt64();

    /// <summary>The names of the members, in order; of a list, those of its first item.</summary>
    private static string Shape(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Object =>
                $"{{{string.Join(',', element.EnumerateObject().Select(member => member.Name + Shape(member.Value)))}}}",
            JsonValueKind.Array => $"[{Shape(element[0])}]",
            _ => "",
        };
}
