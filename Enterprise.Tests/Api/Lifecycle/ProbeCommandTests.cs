using Enterprise.Api.Lifecycle;
using Enterprise.Application.Configuration;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Api.Lifecycle;

[Parallelizable(ParallelScope.All)]
internal sealed class ProbeCommandTests
{
    [TestCase("0.0.0.0", "8080", "http://127.0.0.1:8080/")]
    [TestCase("::", "8080", "http://[::1]:8080/")]
    [TestCase("*", "81", "http://localhost:81/")]
    [TestCase("localhost", "81", "http://localhost:81/")]
    [TestCase("192.0.2.7", "81", "http://192.0.2.7:81/")]
    [TestCase("127.0.0.1", "0", null)]
    [TestCase("127.0.0.1", "no", null)]
    [TestCase("no address", "81", null)]
    public void It_asks_where_the_program_of_the_same_settings_listens(string host, string port, string? expected)
    {
        var variables = new Dictionary<string, string> { ["APP_SERVER__HOST"] = host, ["APP_SERVER__PORT"] = port };

        var address = ProbeCommand.AddressOf(AppEnvironment.From(variables, Path.GetTempPath()));

        Assert.That(address?.AbsoluteUri, Is.EqualTo(expected));
    }

    [Test]
    public async Task Alive_and_ready_are_two_questions()
    {
        // Without a database: it is alive, and not ready.
        await using var program = await OtherProgram.StartAsync();
        var settings = new Dictionary<string, string> { ["APP_SERVER__PORT"] = $"{program.Client.BaseAddress!.Port}" };

        var alive = await ProgramProcess.RunAsync(ProgramProcess.Api, ["--health"], settings);
        var ready = await ProgramProcess.RunAsync(ProgramProcess.Api, ["--ready"], settings);

        Assert.That((alive.ExitCode, alive.Output, alive.Errors), Is.EqualTo((0, "", "")));
        Assert.That(
            (ready.ExitCode, ready.Output, ready.Errors.TrimEnd()),
            Is.EqualTo((1, "", "/ready answered 503."))
        );
    }

    [Test]
    public async Task Where_nobody_listens_the_answer_is_no()
    {
        var settings = new Dictionary<string, string> { ["APP_SERVER__PORT"] = "1" };

        var (exitCode, _, errors) = await ProgramProcess.RunAsync(ProgramProcess.Api, ["--health"], settings);

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(errors, Does.Contain("/health did not answer at http://127.0.0.1:1/"));
    }
}
