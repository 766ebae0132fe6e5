using Enterprise.Application.Configuration;

namespace Enterprise.Application.Sessions.Keys;

/// <summary>Where a key was configured, so that a fault names it as an operator does.</summary>
/// <param name="Index">The number of the key.</param>
/// <param name="IsInFile">In the ring file, not in the settings.</param>
internal readonly record struct KeyPlace(string Index, bool IsInFile)
{
    public const string RingFile = "APP_JWT__KEYS_FILE";

    /// <summary>The name of one member, which is given in snake_case.</summary>
    public string Of(string member) =>
        IsInFile
            ? $"{RingFile} keys[{Index}].{member}"
            : ConfigurationNames.ToEnvironment($"{JwtOptions.Section}:Keys:{Index}") + $"__{member.ToUpperInvariant()}";
}
