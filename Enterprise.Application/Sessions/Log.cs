using Microsoft.Extensions.Logging;

namespace Enterprise.Application.Sessions;

/// <summary>What sessions and their keys tell operators; event ids 1300 to 1399.</summary>
internal static partial class Log
{
    [LoggerMessage(1300, LogLevel.Information, "Keys of access tokens: {Count}; {Algorithm} key {KeyId} signs")]
    public static partial void RingInUse(this ILogger logger, int count, string algorithm, string keyId);

    [LoggerMessage(
        1301,
        LogLevel.Error,
        "The keys were changed and are refused, so the old ones stay in use: {Faults}"
    )]
    public static partial void RingRefused(this ILogger logger, string faults);

    [LoggerMessage(1302, LogLevel.Error, "The keys could not be looked at; the old ones stay in use")]
    public static partial void ReloadFailed(this ILogger logger, Exception exception);

    [LoggerMessage(
        1303,
        LogLevel.Warning,
        "Key {KeyId} is for RS256, which is for old verifiers only: use ES256 or PS256"
    )]
    public static partial void LegacyKey(this ILogger logger, string keyId);

    [LoggerMessage(
        1350,
        LogLevel.Warning,
        "A spent refresh token was presented (generation {Generation}): session {SessionId} is ended"
    )]
    public static partial void RefreshReused(this ILogger logger, Guid sessionId, int generation);
}
