namespace Enterprise.Migrations.Local;

/// <summary>For what no event tells: asks again until it is so or the time is up.</summary>
internal static class Polling
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(25);

    public static async Task<bool> UntilAsync(
        Func<CancellationToken, Task<bool>> condition,
        TimeSpan timeout,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var begin = time.GetTimestamp();
        while (!await condition(ct))
        {
            if (time.GetElapsedTime(begin) >= timeout)
                return false;
            await Task.Delay(Interval, time, ct);
        }
        return true;
    }
}
