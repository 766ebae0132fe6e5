using System.Runtime.ExceptionServices;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Enterprise.Api.Telemetry.Prometheus;

/// <summary>Writes what the SDK has aggregated to a page, when it is asked to. One caller at a time.</summary>
[ExportModes(ExportModes.Pull)]
internal sealed class PrometheusExporter : BaseExporter<Metric>, IPullMetricExporter
{
    private readonly PageLayout layout = new();
    private readonly PageWriter writer = new();
    private PageBuffer? target;
    private Exception? fault;
    private bool isWritten;

    /// <summary>Set by the reader that it is given to: has the SDK collect and export, within so many milliseconds.</summary>
    public Func<int, bool>? Collect { get; set; }

    /// <summary>Collects and writes, however long that takes; false where nothing collects.</summary>
    /// <exception cref="Exception">The page cannot be written.</exception>
    public bool TryWrite(PageBuffer page)
    {
        page.CutTo(0);
        (target, fault, isWritten) = (page, null, false);
        try
        {
            var isCollected = Collect?.Invoke(Timeout.Infinite) is true;
            if (fault is not null)
                ExceptionDispatchInfo.Throw(fault);
            return isCollected && isWritten;
        }
        finally
        {
            target = null;
        }
    }

    /// <inheritdoc cref="PageLayout.TakeUntold" />
    public IReadOnlyList<Metric> TakeUntold() => layout.TakeUntold();

    public override ExportResult Export(in Batch<Metric> batch)
    {
        if (target is null)
            return ExportResult.Failure;
        try
        {
            layout.Follow(batch, ParentProvider.GetResource());
            writer.Write(layout, target);
            isWritten = true;
            return ExportResult.Success;
        }
        catch (Exception exception)
        {
            // The SDK has no word for it but failure; whoever asked gets to see it.
            fault = exception;
            return ExportResult.Failure;
        }
    }
}
