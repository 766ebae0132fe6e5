using Enterprise.Tests.Api.Authentication;
using Enterprise.Tests.Api.Users;

namespace Enterprise.Tests.Api.Edge;

/// <summary>What holds for the answer of every route to somebody who may do everything.</summary>
internal sealed class EveryRouteTests : UsersFixture
{
    private static readonly AccessSample[] Samples = [.. AccessSamples.All.Where(sample => sample.Variant is null)];

    private static readonly AccessSample[] Readers =
    [
        .. Samples.Where(sample => sample.Route.StartsWith("GET ", StringComparison.Ordinal)),
    ];

    /// <summary>The only ones that may be kept, and by whom.</summary>
    private static readonly Dictionary<string, string> Kept = new()
    {
        ["GET /.well-known/jwks.json"] = "public, max-age=300",
        ["GET /swagger/{**path}"] = "no-cache",
        ["GET /v1/users/{id}/avatar"] = "no-cache, private",
    };

    [TestCaseSource(nameof(Samples))]
    public async Task No_answer_is_kept_by_anybody_unless_it_says_so(AccessSample sample)
    {
        var answer = await sample.SendAsync(await SceneAsync(sample));

        Assert.That(answer.Status, Is.InRange(200, 299), answer.Text);
        Assert.That(
            answer.Header("Cache-Control")?.Split(", ").Order(),
            Is.EqualTo(Kept.GetValueOrDefault(sample.Route, "no-store").Split(", ").Order())
        );
    }

    [TestCaseSource(nameof(Readers))]
    public async Task Whatever_can_be_read_can_be_asked_for_its_headers(AccessSample sample)
    {
        var scene = await SceneAsync(sample);
        var get = await sample.SendAsync(scene);
        var head = await (
            sample with
            {
                Route = "HEAD" + sample.Route[3..],
                Given = _ => Task.CompletedTask,
            }
        ).SendAsync(scene);

        Assert.Multiple(() =>
        {
            Assert.That((head.Status, head.Text), Is.EqualTo((get.Status, "")));
            Assert.That(head.ContentType, Is.EqualTo(get.ContentType));
            Assert.That(
                head.Headers.Select(header => header.Key),
                Is.EquivalentTo(get.Headers.Select(header => header.Key))
            );
            // The page of metrics is another one a moment later.
            if (sample.Route != "GET /metrics")
                Assert.That(head.Header("Content-Length"), Is.EqualTo(get.Header("Content-Length")).Or.Null);
        });
    }

    /// <summary>An administrator and what is somebody else's, or their own where a route is about that.</summary>
    private async Task<AccessScene> SceneAsync(AccessSample sample)
    {
        var admin = await NewAdminAsync();
        var isOwn = sample.Route.Contains("/v1/me", StringComparison.Ordinal);
        return new(Host, Client, Database, admin, isOwn ? admin : await Forge.NewAsync());
    }
}
