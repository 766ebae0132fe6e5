using Microsoft.Extensions.Configuration;

namespace Enterprise.Application.Configuration;

/// <summary>Makes the <see cref="LogLevelProvider"/> of these files.</summary>
/// <param name="required">Beside the program, and always there.</param>
/// <param name="optional">Beside the program, for one environment.</param>
/// <param name="mounted">Of an operator; empty for none.</param>
internal sealed class LogLevelSource(string required, string optional, string? mounted) : IConfigurationSource
{
    public IConfigurationProvider Build(IConfigurationBuilder builder) =>
        new LogLevelProvider(
            [new LogLevelFile(required, isRequired: true), new LogLevelFile(optional, isRequired: false)],
            string.IsNullOrEmpty(mounted) ? null : new LogLevelFile(Path.GetFullPath(mounted), isRequired: false)
        );
}
