using System.Collections.Concurrent;
using System.Diagnostics;
using Enterprise.Domain.Roles;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Api.Users;

/// <summary>How often reading people asks the database.</summary>
internal sealed class UserCostTests : UsersFixture
{
    [TestCase("/v1/users/{id}", 1)]
    [TestCase("/v1/users", 2)]
    [TestCase("/v1/users?q=example&role=user&status=active&sort=name", 2)]
    public async Task Reading_people_is_one_round_trip(string path, int statements)
    {
        var one = await Forge.NewHolderAsync(Permissions.UsersRead);
        var token = await TokenOfAsync(one);
        path = path.Replace("{id}", one.UserId.ToString(), StringComparison.Ordinal);
        // A connection that opens says so as well.
        await GetAsync(path, token);

        var trace = ActivityTraceId.CreateRandom();
        ConcurrentBag<string> sent = [];
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Npgsql" or "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.Source.Name == "Npgsql" && activity.TraceId == trace)
                    sent.Add(Text(activity));
            },
        };
        ActivitySource.AddActivityListener(listener);
        var answer = await Client.SendAsync(
            HttpMethod.Get,
            path,
            token: token,
            header: ("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01")
        );

        Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
        Assert.That(sent, Has.Count.EqualTo(1), string.Join('\n', sent));
        Assert.That(sent.Single().Split(';'), Has.Length.EqualTo(statements), "One sets how the other is planned.");
    }

    private static string Text(Activity activity) =>
        activity.GetTagItem("db.query.text") as string ?? activity.GetTagItem("db.statement") as string ?? "";
}
