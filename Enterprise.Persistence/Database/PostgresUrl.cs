using System.Globalization;
using Npgsql;

namespace Enterprise.Persistence.Database;

/// <summary>
/// Reads <c>postgres://user:password@host:port,host:port/name?parameter=value</c>. The last <c>@</c> before the parameters ends the
/// password, so that one which nobody escaped, with a slash or a plus sign as Base64 has them, is still read as it was meant.
/// </summary>
internal static class PostgresUrl
{
    public const int MaxPort = 65535;

    private static readonly string[] Schemes = ["postgres://", "postgresql://"];

    public static bool IsOne(string text) => Scheme(text) is not null;

    /// <summary>Reads a URL that <see cref="IsOne"/> took for one.</summary>
    /// <exception cref="FormatException">A host or a port is none.</exception>
    /// <exception cref="ArgumentException">A parameter is not known, or its value is none.</exception>
    public static NpgsqlConnectionStringBuilder Read(string text)
    {
        var rest = text[Scheme(text)!.Length..];
        var at = EndOfUser(rest);
        var (place, parameters) = Cut(rest[(at + 1)..], '?');
        var (hosts, database) = Cut(place, '/');
        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = string.Join(',', hosts.Split(',').Select(CheckHost)),
        };
        if (at > 0)
            (settings.Username, settings.Password) = User(rest[..at]);
        if (database.Length > 0)
            settings.Database = Uri.UnescapeDataString(database);
        foreach (var parameter in parameters.Split('&', StringSplitOptions.RemoveEmptyEntries))
            Apply(settings, parameter);
        return settings;
    }

    private static string? Scheme(string text) =>
        Array.Find(Schemes, scheme => text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));

    private static int EndOfUser(string rest)
    {
        var parameters = rest.IndexOf('?', StringComparison.Ordinal);
        var at = parameters < 0 ? -1 : rest.LastIndexOf('@', parameters);
        return at < 0 ? rest.LastIndexOf('@') : at;
    }

    private static (string Name, string? Password) User(string text)
    {
        var (name, password) = Cut(text, ':');
        return (Uri.UnescapeDataString(name), password.Length == 0 ? null : Uri.UnescapeDataString(password));
    }

    private static string CheckHost(string host)
    {
        var colon = host.LastIndexOf(':');
        // The colons of an IPv6 address stand in brackets.
        if (colon > host.LastIndexOf(']'))
        {
            var isPort = int.TryParse(
                host.AsSpan(colon + 1),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var port
            );
            if (!isPort || port is < 1 or > MaxPort)
                throw new FormatException("A port is a number from 1 to 65535.");
        }
        return host.Length > 0 ? host : throw new FormatException("A host is missing.");
    }

    private static void Apply(NpgsqlConnectionStringBuilder settings, string parameter)
    {
        var (name, value) = Cut(parameter, '=');
        var (keyword, meaning) = Translate(
            Uri.UnescapeDataString(name).ToLowerInvariant(),
            Uri.UnescapeDataString(value)
        );
        settings[keyword] = meaning;
    }

    /// <summary>libpq's names and values where Npgsql has others.</summary>
    private static (string Keyword, string Value) Translate(string name, string value) =>
        name switch
        {
            "sslmode" => ("SSL Mode", value.Replace("-", "", StringComparison.Ordinal)),
            "sslrootcert" => ("Root Certificate", value),
            "sslcert" => ("SSL Certificate", value),
            "sslkey" => ("SSL Key", value),
            "channel_binding" => ("Channel Binding", value),
            "connect_timeout" => ("Timeout", value),
            "application_name" => ("Application Name", value),
            "target_session_attrs" => ("Target Session Attributes", value),
            "options" => ("Options", value),
            _ => (name, value),
        };

    private static (string Before, string After) Cut(string text, char mark)
    {
        var at = text.IndexOf(mark, StringComparison.Ordinal);
        return at < 0 ? (text, "") : (text[..at], text[(at + 1)..]);
    }
}
