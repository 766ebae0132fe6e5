using System.Diagnostics;

namespace Enterprise.Tests.Support;

/// <summary>One of the programs in a process of its own, with no environment but what it is given.</summary>
internal static class ProgramProcess
{
    public const string Api = "Enterprise.Api.dll";
    public const string Migrations = "Enterprise.Migrations.dll";

    /// <summary>Runs it to its end; gives exit code and what it wrote.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(
        string program,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string> environment,
        string input = ""
    )
    {
        var answer = await ToolProcess.RunAsync(StartInfo(program, arguments, environment), input);
        return (answer.Code, answer.Output, answer.Errors);
    }

    /// <summary>Starts it; the caller ends it.</summary>
    public static Process Start(
        string program,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string> environment
    ) => Process.Start(StartInfo(program, arguments, environment))!;

    private static ProcessStartInfo StartInfo(
        string program,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string> environment
    )
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // Outside the checkout, so that nothing of a developer's is found.
            WorkingDirectory = Path.GetTempPath(),
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, program));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (
            var name in start
                .Environment.Keys.Where(name => name.StartsWith("APP_", StringComparison.Ordinal))
                .ToArray()
        )
            start.Environment.Remove(name);
        start.Environment.Remove("ASPNETCORE_ENVIRONMENT");
        start.Environment.Remove("DOTNET_ENVIRONMENT");
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return start;
    }
}
