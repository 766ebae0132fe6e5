using Enterprise.Application.Passwords;
using Enterprise.Domain.Common;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Application.Passwords;

/// <summary>Occupies the one hashing thread until it is released.</summary>
internal sealed class HashBlocker : IDisposable
{
    private readonly PasswordHashGovernor governor;
    private readonly ManualResetEventSlim open = new();
    private int runs;

    public HashBlocker(PasswordHashGovernor governor, CancellationToken ct = default)
    {
        this.governor = governor;
        using var begun = new ManualResetEventSlim();
        First = governor.RunAsync(
            () =>
            {
                begun.Set();
                return Work();
            },
            ct
        );
        Assert.That(begun.Wait(Wait.Bound, CancellationToken.None), Is.True);
    }

    public Task<Result<bool>> First { get; }

    public int Runs => Volatile.Read(ref runs);

    public Task<Result<bool>> Add(CancellationToken ct = default) => governor.RunAsync(Work, ct);

    public void Release() => open.Set();

    public void Dispose() => Release();

    private bool Work()
    {
        Interlocked.Increment(ref runs);
        return open.Wait(Wait.Bound, CancellationToken.None);
    }
}
