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

    private static readonly string[] Names = ["APP_JWT_ACCESS_SECRET", "APP_JWT_REFRESH_SECRET", "APP_PASSWORD_PEPPER"];

    // Threads and processes of one developer, whatever session they were started in.
    private static readonly NamedWaitHandleOptions EveryProcess = new()
    {
        CurrentUserOnly = true,
        CurrentSessionOnly = false,
    };

    /// <summary>The secrets of the checkout, made where they are missing.</summary>
    public static Dictionary<string, string?> Read(string checkout)
    {
        var folder = Path.Combine(checkout, ".local", "secrets");
        if (!Array.TrueForAll(Names, name => File.Exists(Path.Combine(folder, name))))
            MakeMissing(folder);
        Dictionary<string, string?> settings = [];
        foreach (var name in Names)
            settings[ConfigurationNames.ToKey(name)!] = File.ReadAllText(Path.Combine(folder, name)).Trim();
        return settings;
    }

    /// <summary>One program at a time: several may start at once, and have to agree.</summary>
    private static void MakeMissing(string folder)
    {
        Directory.CreateDirectory(folder);
        using var turn = new Mutex(initiallyOwned: false, TurnOf(folder), EveryProcess);
        try
        {
            turn.WaitOne();
        }
        catch (AbandonedMutexException)
        {
            // Its holder died; the turn is ours, and files are moved into place whole.
        }
        try
        {
            foreach (var path in Names.Select(name => Path.Combine(folder, name)))
                if (!File.Exists(path))
                    Make(path);
        }
        finally
        {
            turn.ReleaseMutex();
        }
    }

    private static string TurnOf(string folder) =>
        "enterprise-api-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder)).AsSpan(0, 16));

    private static void Make(string path)
    {
        // Not named after the process: two containers on one folder may have the same id.
        var draft = $"{path}.{Path.GetRandomFileName()}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var writer = new StreamWriter(draft, options))
            writer.WriteLine(Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes)));
        File.Move(draft, path, overwrite: false);
    }
}
