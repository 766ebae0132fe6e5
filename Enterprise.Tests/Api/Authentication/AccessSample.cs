using Enterprise.Tests.Support;

namespace Enterprise.Tests.Api.Authentication;

/// <summary>
/// A request that a route has nothing to object to but who sends it. Every route has one without a <see cref="Variant"/>; variants
/// are for what depends on more than the route.
/// </summary>
/// <param name="Route">Method and template, as the action has them.</param>
internal sealed record AccessSample(string Route)
{
    /// <summary>What is special, in words; <c>null</c> where nothing is.</summary>
    public string? Variant { get; init; }

    /// <summary>The documented exception: beside the permission of the route, the caller has to hold what they give or take over.</summary>
    public bool IsBeyondOne { get; init; }

    /// <summary>What has to be there first.</summary>
    public Func<AccessScene, Task> Given { get; init; } = _ => Task.CompletedTask;

    /// <summary>What stands for <c>{id}</c>.</summary>
    public Func<AccessScene, Guid> Id { get; init; } = at => at.Owner.UserId;

    /// <summary>What to send as JSON; <c>null</c> for nothing.</summary>
    public Func<AccessScene, object>? Body { get; init; }

    /// <summary>What to send otherwise; <c>null</c> for <see cref="Body"/>.</summary>
    public Func<HttpContent>? Content { get; init; }

    /// <summary>The row of the matrix.</summary>
    public string Row => Variant is null ? Route : $"{Route} ({Variant})";

    public async Task<Answer> SendAsync(AccessScene at)
    {
        await Given(at);
        return await at.Client.SendAsync(
            new HttpMethod(Route.Split(' ')[0]),
            Route
                .Split(' ')[1]
                .Replace("{id}", Id(at).ToString())
                .Replace("{name}", at.Role)
                .Replace("{**path}", "page.js"),
            Content?.Invoke() ?? (Body is null ? null : JsonContent.Of(Body(at))),
            at.Caller is null ? null : await at.TokenOfAsync(at.Caller),
            header: ("If-Match", "*")
        );
    }
}
