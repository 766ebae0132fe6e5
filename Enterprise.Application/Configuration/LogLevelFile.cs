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
    private const int MaxBytes = 1 << 20;

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
            if (Directory.Exists(path))
                return ("", "it is a directory");
            // A link has the length of its own text.
            var link = new FileInfo(path);
            if (!link.Exists)
                return ("", isRequired ? "it is gone" : null);
            var file = link.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? link;
            if (!file.Exists)
                return ("", "it is a link to nothing");
            // Pipes and devices have no length either, and opening one may never end.
            if (file.Length == 0)
                return ("", "it is empty");
            return file.Length > MaxBytes ? ("", "it is too long") : ReadBounded(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return ("", "it cannot be read");
        }
    }

    /// <summary>It may have grown meanwhile.</summary>
    private static (string Text, string? Fault) ReadBounded(FileInfo file)
    {
        var bytes = new byte[MaxBytes + 1];
        using var stream = file.OpenRead();
        var count = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        using var reader = new StreamReader(new MemoryStream(bytes, 0, count));
        return count > MaxBytes ? ("", "it is too long") : ($"+{reader.ReadToEnd()}", null);
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
