using Microsoft.Extensions.Configuration;

namespace Enterprise.Application.Configuration;

/// <summary>
/// The log levels of the settings' files, the later file the stronger, and nothing else of them: what changes while the program runs are
/// levels, whatever else somebody edits. See <see cref="Look"/>.
/// </summary>
public sealed class LogLevelProvider : ConfigurationProvider
{
    private readonly LogLevelFile[] files;

    /// <summary>The later file is the stronger.</summary>
    /// <param name="shipped">Beside the program; what is wrong with one of these stops the start.</param>
    /// <param name="mounted">Of an operator (<c>APP_LOG__LEVELS_FILE</c>); may be missing, broken, or appear later.</param>
    internal LogLevelProvider(IEnumerable<LogLevelFile> shipped, LogLevelFile? mounted)
    {
        files = [.. shipped, .. mounted is null ? Array.Empty<LogLevelFile>() : [mounted]];
        Mounted = mounted;
    }

    /// <summary>What is wrong with each file that is not followed: its path, and why.</summary>
    public IEnumerable<(string Path, string Fault)> Faults =>
        from file in files
        where file.Fault is not null
        select (file.Path, file.Fault);

    private LogLevelFile? Mounted { get; }

    public override void Load()
    {
        foreach (var file in files)
            file.Look();
        Lay();
        foreach (var file in files)
            if (file != Mounted && file.Fault is { } fault)
                Data[$"{SettingsReport.FaultsSection}:{file.Path}"] = $"{file.Path} is refused: {fault}";
    }

    /// <summary>Looks at the files again; tells everybody who follows the settings where levels are others now.</summary>
    /// <returns>Whether they are.</returns>
    public bool Look()
    {
        var before = Data;
        foreach (var file in files)
            file.Look();
        Lay();
        if (Data.Count == before.Count && Data.All(before.Contains))
        {
            Data = before;
            return false;
        }
        OnReload();
        return true;
    }

    private void Lay()
    {
        Dictionary<string, string?> levels = new(StringComparer.OrdinalIgnoreCase);
        foreach (var file in files)
        foreach (var (key, level) in file.Levels)
            levels[key] = level;
        Data = levels;
    }
}
