using Enterprise.Application.Limits;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Api.Limits;

[Parallelizable(ParallelScope.Self)]
internal sealed class TimeLimitTests
{
    [Test]
    public async Task What_takes_too_long_is_told_to_stop_and_answered_504()
    {
        await using var host = await StartAsync("100");
        using var client = host.Api.CreateClient();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(_ => client.SendAsync(HttpMethod.Get, "/probe/wait"))
        );

        Assert.That(answers.Select(answer => answer.Status), Is.All.EqualTo(504));
        Assert.That(answers.Select(answer => answer.Code), Is.All.EqualTo("server.timeout"));
        Assert.That(answers.Select(answer => answer.Header("Cache-Control")), Is.All.EqualTo("no-store"));
        Assert.That(host.Gate.Waiting, Is.Zero);
        Assert.That(host.Refused("time"), Is.EqualTo(50));
        Assert.That(host.Meters.Sum(LimitMetrics.Aborts), Is.Zero, "Nobody went away.");
        Assert.That(host.Api.Logs.Lines, Has.None.Contains("went away").And.None.Contains("crashed"));
    }

    [Test]
    public async Task What_does_not_listen_is_answered_504_when_it_is_done()
    {
        await using var host = await StartAsync("100");
        using var client = host.Api.CreateClient();
        var answer = client.SendAsync(HttpMethod.Get, "/probe/stubborn");

        await host.Gate.Told.WaitAsync(Wait.Bound);
        host.Gate.Open(1);

        Assert.That((await answer).Code, Is.EqualTo("server.timeout"), "Not an empty 200.");
    }

    [Test]
    public async Task An_answer_that_has_begun_is_cut_off()
    {
        await using var host = await StartAsync("100");
        var address = host.Listen();
        using var client = new HttpClient { BaseAddress = address };

        Assert.That(() => client.GetStringAsync("/probe/half"), Throws.InstanceOf<HttpRequestException>());
        await Wait.UntilAsync(() => host.Refused("time") == 1);
    }

    [Test]
    public async Task A_client_who_leaves_is_a_client_who_left()
    {
        await using var host = await StartAsync("60000");
        using var client = host.Api.CreateClient();
        using var gone = new CancellationTokenSource();
        var answer = client.GetAsync("/probe/wait", gone.Token);
        await Wait.UntilAsync(() => host.Gate.Waiting == 1);

        await gone.CancelAsync();

        Assert.That(() => answer, Throws.InstanceOf<OperationCanceledException>());
        await Wait.UntilAsync(() => host.Meters.Sum(LimitMetrics.Aborts) >= 1);
        Assert.That(host.Refused("time"), Is.Zero);
        await Wait.UntilAsync(() => host.Api.Logs.Lines.Any(line => line.Contains(" 499 ", StringComparison.Ordinal)));
    }

    [TestCase("/probe/long")]
    [TestCase("/probe/own")]
    public async Task A_route_may_have_more_time_or_a_limit_of_its_own(string path)
    {
        await using var host = await StartAsync("50");
        using var client = host.Api.CreateClient();
        var answer = client.SendAsync(HttpMethod.Get, path);
        await Wait.UntilAsync(() => host.Gate.Waiting == 1);

        Assert.That((await client.SendAsync(HttpMethod.Get, "/probe/wait")).Status, Is.EqualTo(504));

        host.Gate.Open(1);
        Assert.That((await answer).Status, Is.EqualTo(200));
    }

    private static Task<ProbeHost> StartAsync(string milliseconds) =>
        ProbeHost.StartAsync(("Limits:RequestMilliseconds", milliseconds));
}
