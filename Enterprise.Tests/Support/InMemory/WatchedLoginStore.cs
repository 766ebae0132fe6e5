using Enterprise.Application;
using Enterprise.Application.Abstractions;
using Enterprise.Application.Sessions;

namespace Enterprise.Tests.Support.InMemory;

/// <summary>Lets something happen at the moments in which a login meets other requests.</summary>
internal sealed class WatchedLoginStore(ILoginStore store) : ILoginStore
{
    /// <summary>After the account was read and before anything is verified.</summary>
    public Func<Task> OnBegun { get; init; } = () => Task.CompletedTask;

    /// <summary>Before the session is opened.</summary>
    public Func<Task> OnOpening { get; init; } = () => Task.CompletedTask;

    public async Task<LoginAttempt> BeginLoginAsync(LoginKeys keys, RequestOrigin origin, CancellationToken ct)
    {
        var attempt = await store.BeginLoginAsync(keys, origin, ct);
        await OnBegun();
        return attempt;
    }

    public Task ReturnAttemptAsync(LoginAttempt attempt, LoginKeys keys, CancellationToken ct) =>
        store.ReturnAttemptAsync(attempt, keys, ct);

    public async Task<SessionGrant?> OpenAsync(
        NewSession session,
        ProvedAccount proved,
        RequestOrigin origin,
        CancellationToken ct
    )
    {
        await OnOpening();
        return await store.OpenAsync(session, proved, origin, ct);
    }

    public Task RecordFailureAsync(
        LoginAttempt attempt,
        string action,
        string outcome,
        RequestOrigin origin,
        CancellationToken ct
    ) => store.RecordFailureAsync(attempt, action, outcome, origin, ct);
}
