using OpenTelemetry.Metrics;

namespace Enterprise.Api.Telemetry.Prometheus;

/// <summary>
/// Gives out pages, and bounds what that costs: the route has no other limit. One collection goes on at a time and everybody who asks meanwhile waits for
/// it; what is younger than <see cref="MaxAge"/> is given out again; so many pages are in the hands of clients at a time and no more.
/// </summary>
internal sealed class Scrapes(PrometheusExporter exporter, TimeProvider time, ILogger<Scrapes> logger)
{
    /// <summary>Different pages at a time; a page is as large as there are series, about a megabyte where there are many.</summary>
    public const int MaxPages = 4;

    /// <summary>Clients at a time.</summary>
    public const int MaxReaders = 32;

    /// <summary>How old a page may be that is given out again.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromMilliseconds(250);

    /// <summary>How long anybody waits for a collection.</summary>
    public static readonly TimeSpan CollectLimit = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly List<Page> pages = [];
    private Page? current;
    private Collection? running;
    private int readers;

    /// <summary>A whole page, to be given back by <see cref="Return"/>; <c>null</c> where there is none to be had now.</summary>
    public async Task<Page?> LendAsync(CancellationToken ct)
    {
        Page page;
        Task<bool> written;
        lock (gate)
        {
            if (readers == MaxReaders)
                return null;
            if (current is { } young && time.GetElapsedTime(young.WrittenAt) < MaxAge)
                return Take(young);
            running ??= Begin();
            if (running is null)
                return null;
            page = Take(running.Page);
            written = running.Written;
        }
        var isWhole = false;
        try
        {
            isWhole = await written.WaitAsync(CollectLimit, time, ct);
        }
        catch (TimeoutException)
        {
            logger.CollectionIsSlow(CollectLimit.TotalSeconds);
        }
        finally
        {
            if (!isWhole)
                Return(page);
        }
        return isWhole ? page : null;
    }

    public void Return(Page page)
    {
        lock (gate)
        {
            page.Readers--;
            readers--;
        }
    }

    private Page Take(Page page)
    {
        page.Readers++;
        readers++;
        return page;
    }

    /// <summary><c>null</c> where every page is in somebody's hands.</summary>
    private Collection? Begin()
    {
        var page = pages.Find(page => page.Readers == 0 && page != current);
        if (page is null && pages.Count < MaxPages)
            pages.Add(page = new Page());
        if (page is null && current is { Readers: 0 })
            (page, current) = (current, null);
        // On a thread of its own: a callback that hangs must not hold those who ask.
        return page is null ? null : new Collection(page, Task.Run(() => Collect(page)));
    }

    private bool Collect(Page page)
    {
        var isWhole = false;
        try
        {
            isWhole = exporter.TryWrite(page.Buffer);
            foreach (var metric in exporter.TakeUntold())
                Tell(metric);
        }
        catch (Exception exception)
        {
            logger.CollectionFailed(exception);
        }
        lock (gate)
        {
            running = null;
            page.WrittenAt = time.GetTimestamp();
            if (isWhole)
                current = page;
        }
        return isWhole;
    }

    private void Tell(Metric metric) => logger.MetricLeftOut(metric.Name, metric.MeterName);

    private sealed record Collection(Page Page, Task<bool> Written);
}
