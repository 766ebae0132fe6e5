namespace Enterprise.Persistence.Sessions;

/// <summary>What requests use and what is listened to are not the same database.</summary>
internal sealed class OtherDatabaseException()
    : Exception("APP_DB__URL and APP_DB__DIRECT_URL do not lead to the same database.");
