using Enterprise.Api.Limits;
using Enterprise.Application.Limits;
using Enterprise.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Enterprise.Tests.Api.Limits;

[Parallelizable(ParallelScope.Self)]
internal sealed class ConcurrencyTests
{
    private const int Places = 4;
    private const int Queue = 3;

    [Test]
    public async Task Beyond_places_and_queue_requests_are_refused_at_once_and_the_others_are_served_in_turn()
    {
        await using var host = await StartAsync();
        using var client = host.Api.CreateClient();
        var working = new List<Task<Answer>>();
        for (var i = 0; i < Places; i++)
            working.Add(await BeginAsync(host, client, i));
        var queued = new List<Task<Answer>>();
        for (var i = 0; i < Queue; i++)
        {
            queued.Add(AskAsync(client, $"/probe/wait?number={Places + i}"));
            await WaitingAsync(host, i + 1);
        }

        var refused = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => AskAsync(client, "/probe/quick")));
        var own = AskAsync(client, "/probe/own");
        await Wait.UntilAsync(() => host.Gate.Waiting == Places + 1);

        Assert.That(refused.Select(answer => answer.Status), Is.All.EqualTo(503));
        Assert.That(refused.Select(answer => answer.Code), Is.All.EqualTo("server.overloaded"));
        Assert.That(refused.Select(answer => answer.Header("Retry-After")), Is.All.EqualTo("5"));
        Assert.That(host.Refused("concurrency"), Is.GreaterThanOrEqualTo(300));
        Assert.That((await AskAsync(client, "/health")).Status, Is.EqualTo(200));
        for (var i = 1; i <= Queue; i++)
        {
            host.Gate.Open(1);
            await Wait.UntilAsync(() => host.Gate.Order.Count == Places + 1 + i);
        }
        host.Gate.Open(Places + 1);
        foreach (var answer in await Task.WhenAll(working.Concat(queued).Append(own)))
            Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That(
            host.Gate.Order.Where(number => number >= Places),
            Is.EqualTo([4, 5, 6]),
            "First come, first served."
        );
        Assert.That((await AskAsync(client, "/probe/quick")).Status, Is.EqualTo(200), "All places are back.");
    }

    [Test]
    public async Task Who_goes_away_leaves_the_queue_and_is_counted()
    {
        await using var host = await StartAsync();
        using var client = host.Api.CreateClient();
        var working = new List<Task<Answer>>();
        for (var i = 0; i < Places; i++)
            working.Add(await BeginAsync(host, client, i));
        using var gone = new CancellationTokenSource();
        var leaving = Enumerable
            .Range(0, Queue)
            .Select(_ => client.GetAsync("/probe/wait?number=9", gone.Token))
            .ToArray();
        await WaitingAsync(host, Queue);

        await gone.CancelAsync();
        foreach (var task in leaving)
            Assert.That(() => task, Throws.InstanceOf<OperationCanceledException>());
        await Wait.UntilAsync(() => host.Meters.Sum(LimitMetrics.Aborts) >= Queue);
        var next = AskAsync(client, "/probe/wait?number=5");
        host.Gate.Open(Places + 1);

        Assert.That((await next).Status, Is.EqualTo(200));
        await Task.WhenAll(working);
        Assert.That(host.Gate.Order, Has.None.EqualTo(9));
        Assert.That(host.Api.Logs.Lines, Has.None.Contains("crashed"));
    }

    [Test]
    public async Task Who_waits_too_long_is_refused()
    {
        await using var host = await StartAsync(("Limits:QueueMilliseconds", "20"));
        using var client = host.Api.CreateClient();
        var working = new List<Task<Answer>>();
        for (var i = 0; i < Places; i++)
            working.Add(await BeginAsync(host, client, i));

        var late = await AskAsync(client, "/probe/quick");

        Assert.That((late.Status, late.Code), Is.EqualTo((503, "server.overloaded")));
        host.Gate.Open(Places);
        await Task.WhenAll(working);
        Assert.That((await AskAsync(client, "/probe/quick")).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Logins_have_fewer_places_for_which_nobody_waits()
    {
        await using var host = await StartAsync(("Limits:ConcurrentCredentials", "2"));
        using var client = host.Api.CreateClient();
        var working = Enumerable.Range(0, 2).Select(_ => client.SendAsync(HttpMethod.Post, "/probe/hash")).ToArray();
        await Wait.UntilAsync(() => host.Gate.Waiting == 2);

        var refused = await Task.WhenAll(
            Enumerable
                .Range(0, 1000)
                .Select(_ => client.SendJsonAsync(HttpMethod.Post, "/v1/auth/login", "this is not even read"))
        );

        Assert.That(refused.Select(answer => answer.Status), Is.All.EqualTo(503));
        Assert.That(refused.Select(answer => answer.Code), Is.All.EqualTo("passwords.busy"));
        Assert.That(refused.Select(answer => answer.Header("Retry-After")), Is.All.EqualTo("1"));
        Assert.That(host.Refused("passwords"), Is.EqualTo(1000));
        Assert.That((await AskAsync(client, "/probe/quick")).Status, Is.EqualTo(200), "The others go on.");
        host.Gate.Open(2);
        Assert.That((await Task.WhenAll(working)).Select(answer => answer.Status), Is.All.EqualTo(200));
        Assert.That((await client.SendJsonAsync(HttpMethod.Post, "/v1/auth/login", "{}")).Status, Is.EqualTo(400));
    }

    private static Task<ProbeHost> StartAsync(params (string Key, string Value)[] settings) =>
        ProbeHost.StartAsync([
            ("Limits:ConcurrentRequests", $"{Places}"),
            ("Limits:QueuedRequests", $"{Queue}"),
            ("Limits:QueueMilliseconds", "60000"),
            .. settings,
        ]);

    private static Task WaitingAsync(ProbeHost host, int count) =>
        Wait.UntilAsync(() => host.Api.Services.GetRequiredService<Places>().Waiting == count);

    /// <summary>Sends a request and waits until it is at work.</summary>
    private static async Task<Task<Answer>> BeginAsync(ProbeHost host, HttpClient client, int number)
    {
        var answer = AskAsync(client, $"/probe/wait?number={number}");
        await Wait.UntilAsync(() => host.Gate.Waiting == number + 1);
        return answer;
    }

    private static Task<Answer> AskAsync(HttpClient client, string path) => client.SendAsync(HttpMethod.Get, path);
}
