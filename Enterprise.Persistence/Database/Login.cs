using Microsoft.Extensions.Logging;
using Npgsql;

namespace Enterprise.Persistence.Database;

/// <summary>Whom the application signs in as. A class, because a record would print the password.</summary>
internal sealed class Login
{
    private const int SecondsToConnect = 5;

    private readonly NpgsqlConnectionStringBuilder owner;
    private readonly string? password;

    public Login(DatabaseOptions options)
    {
        owner = ConnectionSettings.Read(options.UrlOfOwner);
        var settings = ConnectionSettings.Read(options.Url);
        Name = settings.Username ?? owner.Username;
        password = settings.Password;
        IsOwner = string.Equals(Name, owner.Username, StringComparison.Ordinal);
    }

    /// <summary><c>null</c> where no URL names anybody: then it is whom the owner's connection belongs to.</summary>
    public string? Name { get; }

    /// <summary>One login for both.</summary>
    public bool IsOwner { get; }

    /// <summary>For a statement. Without a password in the URL the login has none: it is let in by a certificate or by its place.</summary>
    public string PasswordClause => password is null ? "" : $"PASSWORD '{ScramVerifier.Of(password)}'";

    /// <summary>
    /// Whether the server refuses the URL's password, and says that it is for the password. Asked where the owner is, since the URL
    /// may name a pooler.
    /// </summary>
    public async Task<bool> IsPasswordWrongAsync(ILogger logger, CancellationToken ct)
    {
        if (password is null)
            return false;
        var settings = new NpgsqlConnectionStringBuilder(owner.ConnectionString)
        {
            Username = Name,
            Password = password,
            Pooling = false,
            Timeout = SecondsToConnect,
        };
        await using var source = ConnectionSettings.Build(new NpgsqlDataSourceBuilder(settings.ConnectionString));
        try
        {
            await using var connection = await source.OpenConnectionAsync(ct);
            return false;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InvalidPassword)
        {
            return true;
        }
        // Nobody knows then: the login may be let in from elsewhere only, or the server be full.
        catch (NpgsqlException exception)
        {
            logger.PasswordUnknown(Name ?? "", exception.SqlState ?? exception.GetType().Name);
            return false;
        }
    }
}
