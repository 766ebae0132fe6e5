using System.Security.Cryptography;
using System.Text;

namespace Enterprise.Application.Configuration;

/// <summary>
/// The secrets of a developer's machine: drawn once, kept in <c>.local/secrets</c> (ignored by git, readable by the owner
/// only), and never used outside development.
/// </summary>
internal static class DevelopmentSecrets
{
    private const int Bytes = 48;

    private static readonly TimeSpan ReadLimit = TimeSpan.FromSeconds(5);

    private static readonly string[] Names = ["APP_JWT_ACCESS_SECRET", "APP_JWT_REFRESH_SECRET", "APP_PASSWORD_PEPPER"];

    /// <summary>The secrets of the checkout, made where they are missing.</summary>
    public static Dictionary<string, string?> Read(string checkout)
    {
        var folder = Path.Combine(checkout, ".local", "secrets");
        Directory.CreateDirectory(folder);
        Dictionary<string, string?> settings = [];
        foreach (var name in Names)
            settings[ConfigurationNames.ToKey(name)!] = ReadOrMake(Path.Combine(folder, name));
        return settings;
    }

    private static string ReadOrMake(string path)
    {
        if (!File.Exists(path))
            Make(path);
        string? secret = null;
        // Another program may have made the file this very moment and not written it yet.
        return SpinWait.SpinUntil(() => (secret = ReadWhole(path)) is not null, ReadLimit)
            ? secret!
            : throw new InvalidSettingsException([$"{path} is empty: delete it, and another secret is drawn"]);
    }

    /// <summary>It is written in one go, so that there is all of it or nothing.</summary>
    private static string? ReadWhole(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd().Trim() is { Length: > 0 } secret ? secret : null;
    }

    /// <summary>Of several programs that start at once, the one that creates the file draws the secret.</summary>
    private static void Make(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            using var file = new FileStream(path, options);
            file.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes)) + "\n"));
        }
        catch (IOException) when (File.Exists(path))
        {
            // The other one's secret is the secret.
        }
    }
}
