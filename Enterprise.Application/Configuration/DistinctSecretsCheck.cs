using Microsoft.Extensions.Configuration;

namespace Enterprise.Application.Configuration;

/// <summary>One secret, one purpose (NIST SP 800-57 part 1 section 5.2): a leak of one must not give another away.</summary>
internal sealed class DistinctSecretsCheck(IConfiguration configuration) : ISettingsCheck
{
    private static readonly string[] Names = ["APP_JWT_ACCESS_SECRET", "APP_JWT_REFRESH_SECRET", "APP_PASSWORD_PEPPER"];

    public IEnumerable<string> Faults() =>
        Names
            .Select(name => (Name: name, Value: configuration[ConfigurationNames.ToKey(name)!]))
            .Concat(KeysOfTheRing())
            .Where(secret => !string.IsNullOrEmpty(secret.Value))
            .GroupBy(secret => secret.Value, StringComparer.Ordinal)
            .SelectMany(same => same.Skip(1).Select(secret => $"{secret.Name} must differ from {same.First().Name}"));

    private IEnumerable<(string Name, string? Value)> KeysOfTheRing() =>
        configuration
            .GetSection("Jwt:Keys")
            .GetChildren()
            .Select(key => key.GetSection("Secret"))
            .Select(secret =>
                (ConfigurationNames.ToEnvironment($"Jwt:Keys:{secret.Path.Split(':')[2]}:Secret"), secret.Value)
            );
}
