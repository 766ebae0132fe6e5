using System.Reflection;

namespace Enterprise.Api.Operations;

/// <summary>What was built.</summary>
/// <param name="Version">Semantic version.</param>
/// <param name="Commit">The commit it was built from; <c>unknown</c> outside a checkout.</param>
/// <param name="BuiltAt">RFC 3339, UTC; <c>unknown</c> where the build was not told.</param>
public sealed record BuildVersion(string Version, string Commit, string BuiltAt)
{
    private const string Unknown = "unknown";

    /// <summary>The version of this program, as stamped by the build.</summary>
    public static BuildVersion Current { get; } = Read(typeof(BuildVersion).Assembly);

    private static BuildVersion Read(Assembly assembly)
    {
        var stamp =
            assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+') ?? [];
        var builtAt = assembly
            .GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(metadata => metadata.Key == "BuiltAt")
            ?.Value;
        return new BuildVersion(
            stamp.ElementAtOrDefault(0) ?? Unknown,
            stamp.ElementAtOrDefault(1) ?? Unknown,
            string.IsNullOrEmpty(builtAt) ? Unknown : builtAt
        );
    }
}
