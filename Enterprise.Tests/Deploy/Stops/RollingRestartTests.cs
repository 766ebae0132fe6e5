using Enterprise.Tests.Support;
using Enterprise.Tests.Support.Load;

namespace Enterprise.Tests.Deploy.Stops;

/// <summary>When <c>eng/rolling-restart.sh</c> begins, when it stops, and what it leaves behind; instances are stand-ins here.</summary>
[Platform(Exclude = "Win")]
internal sealed class RollingRestartTests
{
    private TempFolder folder = null!;
    private StandIn first = null!;
    private StandIn second = null!;

    private string Log => Path.Combine(folder.Path, "log");

    private string Upstreams => Path.Combine(folder.Path, "upstreams.conf");

    [SetUp]
    public void Start()
    {
        folder = new TempFolder();
        (first, second) = (new StandIn(), new StandIn());
        first.AwayFile = Path.Combine(folder.Path, "first-away");
        second.AwayFile = Path.Combine(folder.Path, "second-away");
        folder.Write("log", "");
        folder.Write("upstreams.conf", Lines("", ""));
    }

    [TearDown]
    public async Task StopAsync()
    {
        await first.DisposeAsync();
        await second.DisposeAsync();
        folder.Dispose();
    }

    [Test]
    public async Task One_after_the_other_is_taken_out_of_nginx_restarted_and_put_back()
    {
        var (code, said) = await RunAsync(
            [.. Nginx(), "--expect-commit", "abcdef"],
            Restart(first, "first"),
            Restart(second, "second")
        );

        Assert.Multiple(() =>
        {
            Assert.That(code, Is.Zero, said);
            Assert.That(
                File.ReadAllText(Log),
                Is.EqualTo(
                    $"{Lines(" down", "")}reload\nfirst\n{Lines("", "")}reload\n"
                        + $"{Lines("", " down")}reload\nsecond\n{Lines("", "")}reload\n"
                )
            );
            Assert.That(File.ReadAllText(Upstreams), Is.EqualTo(Lines("", "")));
        });
    }

    [Test]
    public async Task Nothing_is_begun_while_one_is_missing_already()
    {
        second.IsReady = false;

        var (code, said) = await RunAsync([], Restart(first, "first"), Restart(second, "second"));

        Assert.That((code, File.ReadAllText(Log)), Is.EqualTo((69, "")));
        Assert.That(said, Does.Contain($"{second.Url} is not ready"));
    }

    [Test]
    public async Task An_instance_that_was_never_away_was_not_restarted_and_the_others_are_left_alone()
    {
        var (code, said) = await RunAsync(["--timeout", "1"], $"{first.Url}=true", Restart(second, "second"));

        Assert.That((code, File.ReadAllText(Log)), Is.EqualTo((69, "")));
        Assert.That(said, Does.Contain("was ready all the time"));
    }

    [Test]
    public async Task A_command_that_fails_ends_it_and_what_serves_is_put_back()
    {
        var (code, said) = await RunAsync(Nginx(), $"{first.Url}=exit 3", Restart(second, "second"));

        Assert.That((code, File.ReadAllText(Upstreams)), Is.EqualTo((69, Lines("", ""))), said);
        Assert.That(said, Does.Contain("the command ended with 3"));
        Assert.That(File.ReadAllText(Log), Does.Not.Contain("second"));
    }

    [Test]
    public async Task An_instance_that_does_not_come_back_stays_out_and_it_says_so()
    {
        var (code, said) = await RunAsync(
            [.. Nginx(), "--timeout", "1"],
            $"{first.Url}=touch {first.AwayFile}",
            Restart(second, "second")
        );

        Assert.That((code, File.ReadAllText(Upstreams)), Is.EqualTo((69, Lines(" down", ""))), said);
        Assert.That(said, Does.Contain("did not get ready").And.Contain("stays marked down"));
        Assert.That(File.ReadAllText(Log), Does.Not.Contain("second"));
    }

    [Test]
    public async Task An_instance_that_comes_back_as_another_build_ends_it()
    {
        var (code, said) = await RunAsync(
            ["--expect-commit", "fedcba"],
            Restart(first, "first"),
            Restart(second, "second")
        );

        Assert.That((code, File.ReadAllText(Log)), Is.EqualTo((69, "first\n")));
        Assert.That(said, Does.Contain("is not the build that was expected"));
    }

    [Test]
    public async Task Told_to_stop_it_finishes_the_instance_that_was_begun_and_leaves_the_rest()
    {
        using var run = RollingRestart.Start([
            .. Nginx(),
            "--settle",
            "2",
            Restart(first, "first"),
            Restart(second, "second"),
        ]);
        await Eventually.Async(
            () => File.ReadAllTextAsync(Log),
            log => log.Contains("reload", StringComparison.Ordinal)
        );

        await run.TerminateAsync();
        var (code, said) = await run.EndAsync();

        Assert.That((code, File.ReadAllText(Upstreams)), Is.EqualTo((130, Lines("", ""))), said);
        Assert.That(File.ReadAllText(Log), Does.Contain("first").And.Not.Contain("second"));
    }

    [Test]
    public async Task Told_twice_it_ends_at_once_and_still_puts_back_what_serves()
    {
        using var run = RollingRestart.Start([
            .. Nginx(),
            "--settle",
            "60",
            Restart(first, "first"),
            Restart(second, "second"),
        ]);
        await Eventually.Async(
            () => File.ReadAllTextAsync(Log),
            log => log.Contains("reload", StringComparison.Ordinal)
        );

        await run.TerminateAsync();
        // Two of the same that come together are one.
        await Task.Delay(TimeSpan.FromSeconds(1));
        await run.TerminateAsync();
        var (code, said) = await run.EndAsync();

        Assert.That((code, File.ReadAllText(Upstreams)), Is.EqualTo((130, Lines("", ""))), said);
        Assert.That(File.ReadAllText(Log), Does.Not.Contain("first"));
    }

    [TestCase("http://127.0.0.1:1=true")]
    [TestCase("--settle", "soon", "http://127.0.0.1:1=true", "http://127.0.0.1:2=true")]
    [TestCase("--nginx-upstream", "x", "http://127.0.0.1:1=true", "http://127.0.0.1:2=true")]
    [TestCase("restart", "everything")]
    public async Task Wrong_usage_is_64_and_shows_how(params string[] arguments)
    {
        var (code, said) = await RollingRestart.RunAsync(arguments);

        Assert.That(code, Is.EqualTo(64));
        Assert.That(said, Does.Contain("Usage:"));
    }

    [Test]
    public async Task A_file_without_a_line_for_each_instance_is_refused_before_anything_is_done()
    {
        folder.Write("upstreams.conf", $"server {first.Address};\nserver {second.Address} down;\n");

        var (code, said) = await RunAsync(Nginx(), Restart(first, "first"), Restart(second, "second"));

        Assert.That((code, File.ReadAllText(Log)), Is.EqualTo((69, "")));
        Assert.That(said, Does.Contain($"server {second.Address}"));
    }

    private static Task<(int Code, string Said)> RunAsync(string[] options, params string[] instances) =>
        RollingRestart.RunAsync(["--settle", "0", "--timeout", "20", .. options, .. instances]);

    /// <summary>Away for a moment, as a restart is.</summary>
    private string Restart(StandIn instance, string name) =>
        $"{instance.Url}=echo {name} >>{Log}; touch {instance.AwayFile}; sleep 0.5; rm {instance.AwayFile}";

    /// <summary>nginx' part is to say what it read.</summary>
    private string[] Nginx() =>
        ["--nginx-upstream", Upstreams, "--nginx-reload", $"cat {Upstreams} >>{Log}; echo reload >>{Log}"];

    private string Lines(string ofFirst, string ofSecond) =>
        $"# instances\nserver {first.Address} max_fails=2 fail_timeout=5s{ofFirst};\nserver {second.Address}{ofSecond};\n";
}
