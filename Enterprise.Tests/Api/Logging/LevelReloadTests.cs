using System.Diagnostics;
using Enterprise.Tests.Support;
using Microsoft.Extensions.Logging;

namespace Enterprise.Tests.Api.Logging;

/// <summary>Levels follow the files while the program runs, and nothing else does.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class LevelReloadTests
{
    private const string File = "appsettings.json";
    private const string Refused = "are refused, and stay as they were";
    private const string Changed = "The log levels were changed";

    [TestCase(File)]
    [TestCase("appsettings.Staging.json")]
    public async Task A_level_that_is_edited_takes_effect_and_is_told(string file)
    {
        await using var lab = await LevelLab.StartAsync();
        var kept = lab.Level("Microsoft.AspNetCore.Mvc");

        lab.Folder.Write(
            file,
            """{"Logging":{"LogLevel":{"Default":"Information","Microsoft":"Warning","Enterprise.Api.Http":"debug"}}}"""
        );
        await lab.LookAsync();

        Assert.Multiple(() =>
        {
            Assert.That(lab.Level(), Is.EqualTo(LogLevel.Debug));
            Assert.That(lab.Level("Enterprise.Api.Logging"), Is.EqualTo(LogLevel.Information));
            Assert.That(
                (kept, lab.Level("Microsoft.AspNetCore.Mvc")),
                Is.EqualTo((LogLevel.Warning, LogLevel.Warning))
            );
            Assert.That(lab.Logs.Lines, Has.Some.Contains("Logging:LogLevel:Enterprise.Api.Http=debug"));
        });
        await lab.LookAsync();
        Assert.That(lab.Count(Changed), Is.EqualTo(1), "What did not change is not told again.");
    }

    [Test]
    public async Task A_level_that_is_taken_out_of_a_file_is_gone()
    {
        await using var lab = await LevelLab.StartAsync(
            """{"Log":{"Level":"debug"},"Logging":{"LogLevel":{"Enterprise.Api.Http":"Error"}}}"""
        );
        Assert.That((lab.Level(), lab.Level("Enterprise")), Is.EqualTo((LogLevel.Error, LogLevel.Debug)));

        lab.Folder.Write(File, "{}");
        await lab.LookAsync();

        Assert.That((lab.Level(), lab.Level("Enterprise")), Is.EqualTo((LogLevel.Information, LogLevel.Information)));
    }

    [Test]
    public async Task Variables_stay_stronger_than_a_file_that_is_edited()
    {
        await using var lab = await LevelLab.StartAsync(
            variables:
            [
                ("APP_LOG__LEVEL", "error"),
                ("APP_LOGGING__LOG_LEVEL__MICROSOFT", "Critical"),
                ("APP_LOG__LEVELS_FILE", "{folder}/levels.json"),
            ]
        );
        const string text =
            """{"Log":{"Level":"trace"},"Logging":{"LogLevel":{"Microsoft":"Debug","Npgsql":"Debug"}}}""";

        lab.Folder.Write(File, text);
        lab.Folder.Write("levels.json", text);
        await lab.LookAsync();

        Assert.Multiple(() =>
        {
            Assert.That(lab.Level(), Is.EqualTo(LogLevel.Error));
            Assert.That(lab.Level("Microsoft.Hosting"), Is.EqualTo(LogLevel.Critical));
            Assert.That(lab.Level("Npgsql"), Is.EqualTo(LogLevel.Debug));
        });
    }

    [TestCase("""{"Logging":{"LogLevel":{"Default":"Debug","canary":""")]
    [TestCase("")]
    [TestCase("canary")]
    [TestCase("[]")]
    [TestCase("""{"Logging":{"LogLevel":{"Default":"canary"}}}""")]
    [TestCase("""{"Logging":{"LogLevel":{"Default":"7"}}}""")]
    [TestCase("""{"Log":{"Level":"canary"}}""")]
    public async Task A_file_that_is_broken_changes_nothing_and_is_told_once_without_what_it_holds(string text)
    {
        await using var lab = await LevelLab.StartAsync(
            """{"Logging":{"LogLevel":{"Enterprise":"Warning"}}}""",
            variables: [("APP_LOG__LEVEL", "")]
        );

        lab.Folder.Write(File, text);
        await lab.LookAsync();
        await lab.LookAsync();

        Assert.That(lab.Level(), Is.EqualTo(LogLevel.Warning));
        Assert.That(lab.Count(Refused), Is.EqualTo(1));
        Assert.That(lab.Logs.Lines, Has.Some.Contains(Path.Combine(lab.Folder.Path, File)).And.None.Contains("canary"));

        lab.Folder.Write(File, """{"Logging":{"LogLevel":{"Enterprise":"Debug"}}}""");
        await lab.LookAsync();

        Assert.That(lab.Level(), Is.EqualTo(LogLevel.Debug));
        Assert.That((lab.Count(Refused), lab.Count(Changed)), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task A_shipped_file_that_is_gone_changes_nothing()
    {
        await using var lab = await LevelLab.StartAsync("""{"Logging":{"LogLevel":{"Enterprise":"Warning"}}}""");

        System.IO.File.Delete(Path.Combine(lab.Folder.Path, File));
        await lab.LookAsync();

        Assert.That(lab.Level(), Is.EqualTo(LogLevel.Warning));
        Assert.That(lab.Count(Refused), Is.EqualTo(1));
    }

    [Test]
    public async Task A_mounted_file_may_appear_later_change_by_its_links_and_go_again()
    {
        await using var lab = await LevelLab.StartAsync(variables: ("APP_LOG__LEVELS_FILE", "{folder}/mounted.json"));
        Assert.That(lab.Level(), Is.EqualTo(LogLevel.Information));
        Assert.That(lab.Count(Refused), Is.Zero, "One that is not there yet is fine.");

        // As a cluster mounts a ConfigMap: a link to a link that is exchanged.
        var link = Path.Combine(lab.Folder.Path, "mounted.json");
        lab.Folder.Write("first.json", """{"Logging":{"LogLevel":{"Enterprise.Api.Http":"Debug"}}}""");
        lab.Folder.Write("second.json", """{"Logging":{"LogLevel":{"Enterprise.Api.Http":"Error"}}}""");
        System.IO.File.CreateSymbolicLink(link, "first.json");
        await lab.LookAsync();
        Assert.That(lab.Level(), Is.EqualTo(LogLevel.Debug));

        System.IO.File.CreateSymbolicLink(link + ".new", "second.json");
        System.IO.File.Move(link + ".new", link, overwrite: true);
        await lab.LookAsync();
        Assert.That(lab.Level(), Is.EqualTo(LogLevel.Error));

        System.IO.File.Delete(link);
        await lab.LookAsync();
        Assert.That(lab.Level(), Is.EqualTo(LogLevel.Information));
    }

    [TestCase("/dev/zero")]
    [TestCase("pipe")]
    [TestCase("folder")]
    public async Task What_is_no_file_is_refused_without_being_opened_and_changes_nothing(string what)
    {
        await using var lab = await LevelLab.StartAsync(variables: ("APP_LOG__LEVELS_FILE", "{folder}/mounted.json"));
        var path = lab.Folder.Write("mounted.json", """{"Logging":{"LogLevel":{"Enterprise.Api.Http":"Error"}}}""");
        await lab.LookAsync();
        System.IO.File.Delete(path);
        if (what == "pipe")
            await Process.Start("mkfifo", [path]).WaitForExitAsync();
        else if (what == "folder")
            Directory.CreateDirectory(path);
        else
            System.IO.File.CreateSymbolicLink(path, what);

        await lab.LookAsync().WaitAsync(Wait.Bound);

        Assert.That(lab.Level(), Is.EqualTo(LogLevel.Error));
        Assert.That(lab.Count(Refused), Is.EqualTo(1));
    }

    [Test]
    public async Task A_mounted_file_that_is_broken_at_start_stops_nothing_and_is_told()
    {
        await using var lab = await LevelLab.StartAsync(
            prepare: folder => folder.Write("mounted.json", "{ canary"),
            variables: ("APP_LOG__LEVELS_FILE", "{folder}/mounted.json")
        );

        Assert.That(lab.Faults, Is.Empty);
        Assert.That(lab.Count(Refused), Is.EqualTo(1));
        Assert.That(lab.Logs.Lines, Has.None.Contains("canary"));
    }

    [Test]
    public async Task A_wrong_level_at_start_is_told_with_all_that_is_wrong()
    {
        await using var lab = await LevelLab.StartAsync(
            """{"Logging":{"LogLevel":{"Default":"canary"}}}""",
            variables: [("APP_LOGGING__LOG_LEVEL__NPGSQL", "canary"), ("APP_LOG__LEVEL", "canary")]
        );

        var faults = lab.Faults.ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(faults, Has.Some.Contains("appsettings.json is refused"));
            Assert.That(faults, Has.Some.StartsWith("APP_LOG__LEVEL must be"));
            Assert.That(faults, Has.Some.Contains("NPGSQL must be"));
            Assert.That(faults, Has.None.Contains("canary"));
        });
    }

    [Test]
    public async Task Nothing_but_levels_changes_while_the_program_runs()
    {
        const string before = """{"Server":{"Host":"before"},"Logging":{"Console":{"FormatterName":"before"}}}""";
        await using var lab = await LevelLab.StartAsync(before);

        lab.Folder.Write(File, before.Replace("before", "after", StringComparison.Ordinal));
        lab.Folder.Write(
            "appsettings.Staging.json",
            """{"Server":{"Port":"1"},"Logging":{"LogLevel":{"Enterprise":"Debug"},"Console":{"LogLevel":{"X":"Debug"}}}}"""
        );
        await lab.LookAsync();

        Assert.Multiple(() =>
        {
            Assert.That(lab.Level(), Is.EqualTo(LogLevel.Debug));
            Assert.That(lab.Configuration["Logging:Console:LogLevel:X"], Is.EqualTo("Debug"));
            Assert.That(lab.Configuration["Server:Host"], Is.EqualTo("before"));
            Assert.That(lab.Configuration["Server:Port"], Is.Null);
            Assert.That(lab.Configuration["Logging:Console:FormatterName"], Is.EqualTo("before"));
        });
    }

    [Test]
    public async Task The_running_program_follows_a_mounted_file_while_it_serves()
    {
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "levels.json");
        await using var host = new ApiHost(Swagger.DocumentFixture.NoDatabase, ("Log:LevelsFile", file));
        host.UseKestrel(0);
        using var client = host.CreateClient();
        await client.SendAsync(HttpMethod.Get, "/health", header: ("x-request-id", "before"));

        folder.Write("levels.json", """{"Logging":{"LogLevel":{"Enterprise.Api.Logging.AccessLog":"None"}}}""");
        await Wait.UntilAsync(() => host.Logs.Lines.Any(line => line.Contains(Changed, StringComparison.Ordinal)));
        int Written() => host.Logs.Lines.Count(line => line.Contains("GET /health 200", StringComparison.Ordinal));
        var before = Written();
        var answer = await client.SendAsync(HttpMethod.Get, "/health");

        Assert.That((answer.Status, before, Written()), Is.EqualTo((200, 1, 1)));
    }
}
