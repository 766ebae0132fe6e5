using Npgsql;

namespace Enterprise.Persistence.Database;

/// <summary>
/// The database, or the way to it, is not set up for the application's role, and the message says what to do. For a client it is the same as a database
/// that is away, which is why it is an exception of the driver's kind.
/// </summary>
public sealed class ApplicationRoleException : NpgsqlException
{
    public ApplicationRoleException(string message)
        : base(message) { }

    public ApplicationRoleException(string message, Exception inner)
        : base(message, inner) { }

    /// <summary>The one that is in an exception: of several hosts the driver says that none could be used, and why inside of that.</summary>
    internal static ApplicationRoleException? In(Exception? exception) =>
        exception switch
        {
            null => null,
            ApplicationRoleException found => found,
            AggregateException several => several.InnerExceptions.Select(In).FirstOrDefault(found => found is not null),
            _ => In(exception.InnerException),
        };
}
