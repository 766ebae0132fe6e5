using Microsoft.Extensions.Logging;

namespace Enterprise.Application.Accounts.Avatars;

/// <summary>What pictures of users tell operators; event ids 1551 to 1599.</summary>
internal static partial class Log
{
    [LoggerMessage(1551, LogLevel.Warning, "An upload was left behind for the clean-up ({Reason})")]
    public static partial void UploadLeftBehind(this ILogger logger, string reason);
}
