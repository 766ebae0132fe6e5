namespace Enterprise.Tests.Support;

/// <summary>Asks again until an answer is as it should be, for a bounded time.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Gives the first answer that is as it should be, or the last one when the time is up.</summary>
    public static Task<T> Async<T>(Func<Task<T>> ask, Func<T, bool> isRight) => Async(ask, isRight, Limit);

    /// <summary>The same for what begins with the start of a program, which takes long on a machine that has much else to do.</summary>
    public static Task<T> StartedAsync<T>(Func<Task<T>> ask, Func<T, bool> isRight) => Async(ask, isRight, StartLimit);

    private static async Task<T> Async<T>(Func<Task<T>> ask, Func<T, bool> isRight, TimeSpan limit)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var answer = await ask();
            if (isRight(answer) || TimeProvider.System.GetElapsedTime(start) > limit)
                return answer;
            await Task.Delay(Pause);
        }
    }
}
