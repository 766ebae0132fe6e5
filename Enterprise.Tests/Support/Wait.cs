namespace Enterprise.Tests.Support;

/// <summary>Waits for what other threads do: a generous bound, so that a machine under load fails nothing.</summary>
internal static class Wait
{
    public static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    /// <summary>Until it holds; fails the test where it never does.</summary>
    public static async Task UntilAsync(Func<bool> holds)
    {
        using var limit = new CancellationTokenSource(Bound);
        while (!holds())
        {
            if (limit.IsCancellationRequested)
                throw new AssertionException("What the test waited for did not happen.");
            await Task.Yield();
        }
    }
}
