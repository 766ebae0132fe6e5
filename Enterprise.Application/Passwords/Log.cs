using Microsoft.Extensions.Logging;

namespace Enterprise.Application.Passwords;

/// <summary>What the password code tells operators; event ids 1100 to 1199.</summary>
internal static partial class Log
{
    [LoggerMessage(
        1101,
        LogLevel.Error,
        "The stored password of user {UserId} does not open: was the pepper exchanged without keeping the old one in APP_PASSWORDS__PREVIOUS_PEPPERS?"
    )]
    public static partial void EnvelopeDoesNotOpen(this ILogger logger, Guid userId);
}
