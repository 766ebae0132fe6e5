using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Enterprise.Persistence.Database;

/// <summary>Finds what the database said in what EF Core wrapped around it.</summary>
internal static class DatabaseExceptions
{
    /// <summary>
    /// The database's own exception; <c>null</c> where it is none. EF Core wraps a failed save once, and once more in an
    /// <see cref="InvalidOperationException"/> that recommends a retry strategy, where it takes the failure for transient.
    /// </summary>
    public static NpgsqlException? Cause(Exception exception) =>
        exception switch
        {
            NpgsqlException cause => cause,
            DbUpdateException or InvalidOperationException when exception.InnerException is { } inner => Cause(inner),
            _ => null,
        };
}
