using System.Reflection;

namespace Enterprise.Api.Operations;

/// <summary>What was built.</summary>
/// <param name="Version" example="1.4.0">Semantic version.</param>
/// <param name="Commit" example="5e014834c1b0d2f7a9e86b3c5d4f2a1908b7c6d5">The commit it was built from; <c>unknown</c> outside a checkout.</param>
/// <param name="BuiltAt" example="2026-03-14T09:26:53Z">RFC 3339, UTC; <c>unknown</c> where the build was not told.</param>
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
