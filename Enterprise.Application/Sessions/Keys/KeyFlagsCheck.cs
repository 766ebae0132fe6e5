using Enterprise.Application.Configuration;
using Microsoft.Extensions.Configuration;

namespace Enterprise.Application.Sessions.Keys;

/// <summary>
/// Holds the switches of keys to true and false. The binder says nothing of a wrong one in a list: it leaves the whole key out.
/// </summary>
internal sealed class KeyFlagsCheck(IConfiguration configuration) : ISettingsCheck
{
    private static readonly string[] Flags = [nameof(SigningKeySetting.Active), nameof(SigningKeySetting.Legacy)];

    public IEnumerable<string> Faults() =>
        from key in configuration.GetSection($"{JwtOptions.Section}:Keys").GetChildren()
        from flag in Flags
        where key[flag] is { Length: > 0 } value && !bool.TryParse(value, out _)
        select $"{new KeyPlace(key.Key, false).Of(flag)} has a value of the wrong type";
}
