using Microsoft.Extensions.Configuration;

namespace Enterprise.Application.Configuration;

/// <summary>Everything that is wrong with the settings, in one go.</summary>
public sealed class SettingsReport(IEnumerable<ISettingsCheck> checks, IConfiguration configuration)
{
    /// <summary>Where sources leave what was wrong with them.</summary>
    internal const string FaultsSection = "SettingFaults";

    /// <summary>One line a fault, naming the environment variable and never its value; empty where all is well.</summary>
    public IReadOnlyList<string> Faults() =>
        [
            .. SourceFaults()
                .Concat(checks.SelectMany(check => check.Faults()))
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];

    private IEnumerable<string> SourceFaults() =>
        configuration.GetSection(FaultsSection).GetChildren().Select(fault => fault.Value).OfType<string>();
}

/// <summary>The settings do not allow a start; <see cref="Exception.Message"/> lists all that is wrong.</summary>
public sealed class InvalidSettingsException(IReadOnlyList<string> faults)
    : Exception($"The settings do not allow a start:{string.Concat(faults.Select(fault => $"\n  - {fault}"))}")
{
    /// <summary>The exit code of a program that was configured wrongly (<c>EX_CONFIG</c> of sysexits.h).</summary>
    public const int ExitCode = 78;
}
