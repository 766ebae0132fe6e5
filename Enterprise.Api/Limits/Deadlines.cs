using Microsoft.Extensions.ObjectPool;

namespace Enterprise.Api.Limits;

/// <summary>Makes tokens that fire when a time is up or a client goes away; their sources are used again.</summary>
internal sealed class Deadlines(TimeProvider time) : IDisposable
{
    private readonly ObjectPool<CancellationTokenSource> sources = new DefaultObjectPoolProvider().Create(
        new Policy(time)
    );

    /// <summary>The time runs from now.</summary>
    public Deadline Start(TimeSpan limit, CancellationToken gone)
    {
        var source = sources.Get();
        source.CancelAfter(limit);
        return new Deadline(sources, source, gone);
    }

    public void Dispose() => (sources as IDisposable)?.Dispose();

    private sealed class Policy(TimeProvider time) : IPooledObjectPolicy<CancellationTokenSource>
    {
        public CancellationTokenSource Create() => new(Timeout.InfiniteTimeSpan, time);

        /// <summary>A source that fired, or whose timer is about to, is not used again; the pool disposes of it.</summary>
        public bool Return(CancellationTokenSource obj) => obj.TryReset();
    }
}

/// <summary>Fires once; ended by disposing of it.</summary>
internal readonly struct Deadline : IDisposable
{
    private readonly ObjectPool<CancellationTokenSource> sources;
    private readonly CancellationTokenSource source;
    private readonly CancellationToken gone;
    private readonly CancellationTokenRegistration leaving;

    internal Deadline(
        ObjectPool<CancellationTokenSource> sources,
        CancellationTokenSource source,
        CancellationToken gone
    )
    {
        this.sources = sources;
        this.source = source;
        this.gone = gone;
        leaving = gone.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), source);
    }

    public CancellationToken Token => source.Token;

    /// <summary>The time is up, and nobody has gone.</summary>
    public bool HasExpired => source.IsCancellationRequested && !gone.IsCancellationRequested;

    public void Dispose()
    {
        // Waits for a client who is just leaving, so that their leaving ends no other request.
        leaving.Dispose();
        sources.Return(source);
    }
}
