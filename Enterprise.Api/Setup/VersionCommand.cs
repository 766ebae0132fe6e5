using Enterprise.Api.Operations;

namespace Enterprise.Api.Setup;

/// <summary><c>--version</c>: what was built, on one line.</summary>
internal static class VersionCommand
{
    public static int Run()
    {
        var version = BuildVersion.Current;
        Console.Out.WriteLine($"{version.Version} {version.Commit} {version.BuiltAt}");
        return 0;
    }
}
