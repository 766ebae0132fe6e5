using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace Enterprise.Persistence.Database;

/// <summary>Reads where a database is, in either of the spellings that platforms hand out.</summary>
public static class ConnectionSettings
{
    /// <summary>
    /// Reads a <c>postgres://</c> URL (libpq manual, "Connection URIs") or a key=value connection string; <c>false</c> where the
    /// driver could not use it. Which of several hosts is used is not the text's choice: always the primary.
    /// </summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out NpgsqlConnectionStringBuilder? settings)
    {
        settings = null;
        try
        {
            var read = PostgresUrl.IsOne(text) ? PostgresUrl.Read(text) : new NpgsqlConnectionStringBuilder(text);
            read.Remove("Target Session Attributes");
            if (string.IsNullOrWhiteSpace(read.Host) || read.Port is < 1 or > PostgresUrl.MaxPort)
                return false;
            Build(new NpgsqlDataSourceBuilder(read.ConnectionString)).Dispose();
            settings = read;
            return true;
        }
        // Whatever is wrong with it, and the driver has many words for that: they repeat the text, which holds a password.
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return false;
        }
    }

    /// <summary>Reads what a validator has let pass.</summary>
    internal static NpgsqlConnectionStringBuilder Read(string validated) =>
        TryParse(validated, out var settings)
            ? settings
            : throw new InvalidOperationException("The settings were not validated.");

    /// <summary>
    /// The pool of what the settings name: of several hosts, the one that takes writes. It always has a name, because metrics and spans
    /// call one without by its connection string.
    /// </summary>
    internal static NpgsqlDataSource Build(NpgsqlDataSourceBuilder builder)
    {
        builder.Name ??= DatabaseOptions.PoolName + "-owner";
        return builder.ConnectionStringBuilder.Host!.Contains(',', StringComparison.Ordinal)
            ? builder.BuildMultiHost().WithTargetSession(TargetSessionAttributes.Primary)
            : builder.Build();
    }
}
