namespace Enterprise.Api.Accounts;

/// <summary>What answers of the Accounts slice tell operators; event id 1550.</summary>
internal static partial class Log
{
    [LoggerMessage(
        1550,
        LogLevel.Information,
        "A picture was replaced while it was sent, or taken too slowly; the answer was broken off"
    )]
    public static partial void Replaced(this ILogger logger);
}
