using System.Collections.Concurrent;
using System.Text.Json;
using Enterprise.Tests.Api.Authentication;
using Enterprise.Tests.Api.Http.Families;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Api.Http;

/// <summary>Every way to write a body, on every route that reads one, by somebody who may do everything.</summary>
internal sealed class JsonBodyTests : ApiFixture
{
    private const int AtOnce = 8;

    private static readonly JsonCase[] Cases = [.. BrokenBodies.All, .. BrokenValues.All, .. OddValues.All];

    private readonly ConcurrentBag<string> faults = [];
    private string[] routes = null!;
    private AccessSample[] samples = null!;

    [OneTimeSetUp]
    public async Task SendAllAsync()
    {
        routes = [.. ApiRoutes.Of(Host.Services).Where(route => route.ReadsJson).Select(route => route.Name)];
        samples =
        [
            .. AccessSamples.All.Where(sample =>
                routes.Contains(sample.Route) && sample is { Variant: null, Body: not null }
            ),
        ];
        var forge = new SessionForge(Database);
        var admin = await forge.NewAsync();
        var owner = await forge.NewAsync();
        var scene = new AccessScene(Host, Client, Database, admin, admin);
        await scene.MakeOwnerAdminAsync();
        var token = (await Client.PairAsync(admin.Token)).Access;
        await Parallel.ForEachAsync(
            samples.SelectMany(_ => Cases, (sample, one) => (sample, one)),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (sent, _) =>
            {
                var answer = await SendAsync(sent.sample, sent.one, scene with { Owner = owner }, token);
                if ((AnswerPromise.Fault(answer) ?? FaultOf(sent.one, answer)) is { } fault)
                    faults.Add($"{sent.sample.Route}, {sent.one.Name}: {fault}");
            }
        );
    }

    [Test]
    public void There_are_many_ways_and_every_route_that_reads_a_body_is_sent_all_of_them()
    {
        Assert.That(Cases.Select(one => one.Name), Is.Unique);
        Assert.That(Cases, Has.Length.GreaterThanOrEqualTo(150));
        Assert.That(routes, Has.Length.GreaterThanOrEqualTo(10));
        Assert.That(samples.Select(sample => sample.Route), Is.EquivalentTo(routes));
    }

    [Test]
    public void No_way_is_a_crash_and_what_is_no_JSON_or_of_another_shape_is_refused() =>
        Assert.That(
            faults,
            Is.Empty,
            string.Join('\n', faults.Order().Select(fault => fault[..Math.Min(fault.Length, 400)]))
        );

    private async Task<Answer> SendAsync(AccessSample sample, JsonCase one, AccessScene scene, string token)
    {
        var good = JsonSerializer.Serialize(sample.Body!(scene));
        using var body = JsonDocument.Parse(good);
        using var content = new ByteArrayContent(one.Write(good, body.RootElement.EnumerateObject().First().Name));
        content.Headers.TryAddWithoutValidation("content-type", "application/json");
        return await Client.SendAsync(
            new HttpMethod(sample.Route.Split(' ')[0]),
            sample.Route.Split(' ')[1].Replace("{id}", sample.Id(scene).ToString()).Replace("{name}", scene.Role),
            content,
            token,
            header: ("If-Match", "*")
        );
    }

    private static string? FaultOf(JsonCase one, Answer answer) =>
        one.IsRefused
        && (answer.Status, answer.Code) is not ((400, "request.malformed" or "request.invalid") or (413, _) or (415, _))
            ? $"is not refused: {answer.Status} {answer.Text}"
            : null;
}
