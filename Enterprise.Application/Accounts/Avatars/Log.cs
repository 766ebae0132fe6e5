using Microsoft.Extensions.Logging;

namespace Enterprise.Application.Accounts.Avatars;

/// <summary>What pictures of users tell operators; event ids 1600 to 1649.</summary>
internal static partial class Log
{
    [LoggerMessage(1600, LogLevel.Warning, "An upload was left behind for the clean-up ({Reason})")]
    public static partial void UploadLeftBehind(this ILogger logger, string reason);
}
