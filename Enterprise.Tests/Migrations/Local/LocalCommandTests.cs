using Enterprise.Migrations.Local;

namespace Enterprise.Tests.Migrations.Local;

[TestFixture]
[Parallelizable(ParallelScope.Self)]
[CancelAfter(60_000)]
internal sealed class LocalCommandTests
{
    private string folder = null!;

    [OneTimeSetUp]
    public void Prepare() =>
        folder = Path.Combine(Directory.CreateTempSubdirectory("enterprise-api-command-").FullName, "postgres");

    [OneTimeTearDown]
    public void Clean() => Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true);

    [TestCase("")]
    [TestCase("dance")]
    [TestCase("start --owner")]
    [TestCase("start --owner 0")]
    [TestCase("start --owner x")]
    [TestCase("url --owner 1")]
    [TestCase("stop --print-url")]
    [TestCase("start --folder")]
    [TestCase("start --owner 2147483647")]
    public async Task A_command_that_makes_no_sense_is_a_usage_error(string line, CancellationToken ct)
    {
        var (code, output, errors) = await RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), ct);
        Assert.That((code, output), Is.EqualTo((LocalCommand.Usage, "")));
        Assert.That(errors, Is.Not.Empty);
    }

    [Test]
    public async Task The_url_is_one_line_while_the_server_runs_and_unavailable_otherwise(CancellationToken ct)
    {
        Assert.That((await RunAsync(["url", "--folder", folder], ct)).Code, Is.EqualTo(LocalCommand.Unavailable));

        var owner = $"{Environment.ProcessId}";
        var started = await RunAsync(["start", "--print-url", "--owner", owner, "--folder", folder], ct);
        var asked = await RunAsync(["url", "--folder", folder], ct);
        Assert.That((started.Code, asked.Code), Is.EqualTo((LocalCommand.Ok, LocalCommand.Ok)));
        Assert.That(
            asked.Output,
            Does.Match(@"^postgres://postgres:[0-9a-f]{48}@127\.0\.0\.1:[0-9]+/enterprise\r?\n$")
        );
        Assert.That(started.Output, Is.EqualTo(asked.Output));

        Assert.That(
            (await RunAsync(["stop", "--owner", owner, "--folder", folder], ct)).Code,
            Is.EqualTo(LocalCommand.Ok)
        );
        Assert.That((await RunAsync(["url", "--folder", folder], ct)).Code, Is.EqualTo(LocalCommand.Unavailable));
        Assert.That((await RunAsync(["reset", "--folder", folder], ct)).Code, Is.EqualTo(LocalCommand.Ok));
        Assert.That((await RunAsync(["reset", "--folder", folder], ct)).Code, Is.EqualTo(LocalCommand.Ok));
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(
        string[] arguments,
        CancellationToken ct
    )
    {
        await using var output = new StringWriter();
        await using var errors = new StringWriter();
        var code = await LocalCommand.RunAsync(arguments, output, errors, ct);
        return (code, output.ToString(), errors.ToString());
    }
}
