namespace Enterprise.Persistence.Database;

/// <summary>The database is known to be away, and was not asked.</summary>
internal sealed class DatabaseAwayException() : Exception("The database is away.");
