using Enterprise.Tests.Support;

namespace Enterprise.Tests.Application.Passwords;

[Parallelizable(ParallelScope.All)]
public sealed class PoliteThreadTests
{
    [Test]
    [Platform("Linux")]
    public async Task Hashes_give_way_to_everything_else()
    {
        using var lab = new HashLab();

        var hashing = await lab.Governor.RunAsync(Niceness, CancellationToken.None);

        Assert.That(hashing.TryGet(out var niceness, out _), Is.True);
        Assert.That(niceness, Is.EqualTo(Niceness() + 10), "The program itself does not.");
    }

    /// <summary>Of the thread that asks: the nineteenth field (proc_pid_stat(5)), of which the second, a name, may hold spaces.</summary>
    private static int Niceness()
    {
        var stat = File.ReadAllText("/proc/thread-self/stat");
        return int.Parse(
            stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[16],
            System.Globalization.CultureInfo.InvariantCulture
        );
    }
}
