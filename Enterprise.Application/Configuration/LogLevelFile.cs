using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace Enterprise.Application.Configuration;

/// <summary>
/// The log levels of one file of settings, as they were when it was last as it should be. It is compared by what it holds: what
/// is mounted into a container changes by exchanging links, and its times may stay.
/// </summary>
/// <param name="path">Where it is.</param>
/// <param name="isRequired">Whether one that is gone is a fault; else it says nothing.</param>
internal sealed class LogLevelFile(string path, bool isRequired)
{
    private const long MaxBytes = 1 << 20;

    private string? seen;

    public string Path => path;

    /// <summary>Key and level.</summary>
    public IReadOnlyDictionary<string, string?> Levels { get; private set; } = new Dictionary<string, string?>();

    /// <summary>Why the file is not followed; nothing that it holds. <c>null</c> where it is as it should be.</summary>
    public string? Fault { get; private set; }

    /// <summary>Looks again.</summary>
    public void Look()
    {
        var (text, fault) = Read();
        var found = fault ?? text;
        if (found == seen)
            return;
        seen = found;
        Fault = fault ?? Take(text);
    }

    private (string Text, string? Fault) Read()
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
                return ("", isRequired ? "it is gone" : null);
            return file.Length > MaxBytes ? ("", "it is too long") : ($"+{File.ReadAllText(path)}", null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return ("", "it cannot be read");
        }
    }

    /// <summary>Gives what is wrong with it.</summary>
    private string? Take(string text)
    {
        if (Parse(text) is not { } levels)
            return "it is not JSON";
        if (levels.Values.Any(level => !string.IsNullOrEmpty(level) && !LogLevelSettings.TryParse(level, out _)))
            return "a level is none of trace, debug, information, warning, error, critical, none";
        Levels = levels;
        return null;
    }

    private static Dictionary<string, string?>? Parse(string text)
    {
        if (text.Length == 0)
            return [];
        try
        {
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text, 1, text.Length - 1));
            return new ConfigurationBuilder()
                .AddJsonStream(stream)
                .Build()
                .AsEnumerable()
                .Where(setting => LogLevelSettings.IsLevel(setting.Key))
                .ToDictionary(StringComparer.OrdinalIgnoreCase);
        }
        catch (Exception exception) when (exception is FormatException or InvalidDataException or JsonException)
        {
            return null;
        }
    }
}
