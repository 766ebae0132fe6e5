using System.Security.Cryptography;

namespace Enterprise.Application.Configuration;

/// <summary>
/// The secrets of a developer's machine: drawn once, kept in <c>.local/secrets</c> (ignored by git, readable by the owner
/// only), and never used outside development.
/// </summary>
internal static class DevelopmentSecrets
{
    private const int Bytes = 48;

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
        return File.ReadAllText(path).Trim();
    }

    private static void Make(string path)
    {
        // Not named after the process: two threads, or two containers on one folder, have the same id.
        var draft = $"{path}.{Path.GetRandomFileName()}";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var writer = new StreamWriter(draft, options))
            writer.WriteLine(Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes)));
        try
        {
            // Two programs may start at once: the first one's secret stays.
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
        }
    }
}
