namespace Enterprise.Tests.Support;

/// <summary>Values that no other test has.</summary>
internal static class Fresh
{
    private static int count;

    public static string Email() => $"person-{Interlocked.Increment(ref count)}@example.com";

    public static Guid Id() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
}
