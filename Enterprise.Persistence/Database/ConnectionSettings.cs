using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace Enterprise.Persistence.Database;

/// <summary>Reads where a database is, in either of the spellings that platforms hand out.</summary>
public static class ConnectionSettings
{
    private static readonly string[] Schemes = ["postgres://", "postgresql://"];

    /// <summary>Reads a <c>postgres://</c> URL (libpq manual, "Connection URIs") or a key=value connection string.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out NpgsqlConnectionStringBuilder? settings)
    {
        settings = null;
        try
        {
            var scheme = Array.Find(Schemes, scheme => text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));
            var read = scheme is null ? new NpgsqlConnectionStringBuilder(text) : FromUrl(text[scheme.Length..]);
            if (string.IsNullOrWhiteSpace(read.Host))
                return false;
            settings = read;
            return true;
        }
        // The builder's messages repeat the text, which holds a password; the caller names the setting instead.
        catch (Exception exception)
            when (exception is ArgumentException or FormatException or OverflowException or KeyNotFoundException)
        {
            return false;
        }
    }

    private static NpgsqlConnectionStringBuilder FromUrl(string rest)
    {
        var (main, query) = Cut(rest, rest.IndexOf('?', StringComparison.Ordinal));
        var (authority, database) = Cut(main, main.IndexOf('/', StringComparison.Ordinal));
        var at = authority.LastIndexOf('@');
        var settings = new NpgsqlConnectionStringBuilder { Host = authority[(at + 1)..] };
        if (at >= 0)
        {
            var (user, password) = Cut(authority[..at], authority.IndexOf(':', StringComparison.Ordinal));
            settings.Username = Uri.UnescapeDataString(user);
            settings.Password = password.Length == 0 ? null : Uri.UnescapeDataString(password);
        }
        if (database.Length > 0)
            settings.Database = Uri.UnescapeDataString(database);
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = Cut(pair, pair.IndexOf('=', StringComparison.Ordinal));
            settings[Keyword(Uri.UnescapeDataString(name))] = Uri.UnescapeDataString(value);
        }
        return settings;
    }

    /// <summary>libpq's names where Npgsql has others.</summary>
    private static string Keyword(string name) =>
        name.ToLowerInvariant() switch
        {
            "sslmode" => "SSL Mode",
            "sslrootcert" => "Root Certificate",
            "connect_timeout" => "Timeout",
            "application_name" => "Application Name",
            "target_session_attrs" => "Target Session Attributes",
            "options" => "Options",
            _ => name,
        };

    private static (string Before, string After) Cut(string text, int at) =>
        at < 0 || at >= text.Length ? (text, "") : (text[..at], text[(at + 1)..]);
}
