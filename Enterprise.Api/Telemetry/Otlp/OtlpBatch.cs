namespace Enterprise.Api.Telemetry.Otlp;

/// <summary>How spans or log lines wait and leave (<c>OTEL_BSP_...</c>, <c>OTEL_BLRP_...</c>).</summary>
/// <param name="Queue">How many wait at the most; what comes then is dropped.</param>
/// <param name="Delay">Milliseconds between two exports.</param>
/// <param name="Timeout">Milliseconds for one export.</param>
/// <param name="Size">How many leave at a time; never more than wait.</param>
internal sealed record OtlpBatch(int Queue, int Delay, int Timeout, int Size)
{
    public const string OfSpans = "OTEL_BSP_";
    public const string OfLogs = "OTEL_BLRP_";
    public const string QueueName = "MAX_QUEUE_SIZE";
    public const string DelayName = "SCHEDULE_DELAY";
    public const string TimeoutName = "EXPORT_TIMEOUT";
    public const string SizeName = "MAX_EXPORT_BATCH_SIZE";

    /// <summary>The queue takes its memory at once, 8 bytes a place.</summary>
    public const int LargestQueue = 1_000_000;

    private const int UsualSize = 512;

    /// <summary>By these settings; one that is out of its bounds, with which nothing starts, counts as not set.</summary>
    public static OtlpBatch Of(string prefix, OtlpVariables variables)
    {
        var queue = variables.Number(prefix + QueueName, LargestQueue) ?? 2048;
        return new OtlpBatch(
            queue,
            variables.Number(prefix + DelayName, OtlpVariables.LongestWait) ?? (prefix == OfSpans ? 5000 : 1000),
            variables.Number(prefix + TimeoutName, OtlpVariables.LongestWait) ?? 30_000,
            Math.Min(queue, variables.Number(prefix + SizeName, LargestQueue) ?? UsualSize)
        );
    }
}
