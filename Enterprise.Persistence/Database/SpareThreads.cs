namespace Enterprise.Persistence.Database;

/// <summary>
/// Gives the process's pool a thread more for each that the driver may keep. When a command runs into its time limit, the driver cancels it by
/// a second connection, and waits for that on a thread of the pool: of a frozen server twenty commands would otherwise hold up every request, also
/// those that need no database, for as long as they take to give up.
/// </summary>
internal static class SpareThreads
{
    private static readonly Lock Gate = new();

    /// <summary>Until they are given back.</summary>
    public static void Lend() => Change(1);

    public static void GiveBack() => Change(-1);

    private static void Change(int by)
    {
        lock (Gate)
        {
            ThreadPool.GetMinThreads(out var least, out var completionPort);
            ThreadPool.SetMinThreads(least + by, completionPort);
        }
    }
}
