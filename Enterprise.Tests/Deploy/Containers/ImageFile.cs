using System.Text.RegularExpressions;
using Enterprise.Tests.Architecture;

namespace Enterprise.Tests.Deploy.Containers;

/// <summary>The Dockerfile, as far as other files have to agree with it.</summary>
internal static class ImageFile
{
    public static string Text { get; } = File.ReadAllText(Path.Combine(Solution.Root, "Dockerfile"));

    /// <summary>Where the API is served in the image.</summary>
    public static string Port { get; } = Variable("APP_SERVER__PORT");

    /// <summary>Where metrics and the details of readiness are.</summary>
    public static string ManagementPort { get; } = Variable("APP_SERVER__MANAGEMENT_PORT");

    private static string Variable(string name) =>
        Regex
            .Match(Text, name + @"=(?<value>\d+)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))
            .Groups["value"]
            .Value;
}
