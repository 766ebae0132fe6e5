namespace Enterprise.Release;

/// <summary>Why there is no release, for a person to read. <see cref="ExitCode"/> is one of sysexits.h: 65 data, 69 unavailable.</summary>
internal sealed class ReleaseException(string message, int exitCode = 65) : Exception(message)
{
    public const int Unavailable = 69;

    public int ExitCode { get; } = exitCode;
}
