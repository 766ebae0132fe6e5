using System.Security.Cryptography;
using System.Text;

namespace Enterprise.Application.Sessions.Keys;

/// <summary>Reads the files of a ring, and fingerprints all that it read, so that a change is seen by content.</summary>
internal sealed class KeyFiles : IDisposable
{
    private const int MaxBytes = 1 << 20;

    private static readonly UTF8Encoding Strict = new(false, true);

    private readonly IncrementalHash seen = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>The content and when it was written; <c>null</c> where there is none to be had, or more than 1 MiB of it.</summary>
    public KeyFile<byte[]>? Read(string path)
    {
        var file = TryRead(path);
        // Not when it was written: one that is only touched is no other.
        seen.AppendData(Encoding.UTF8.GetBytes($"{path}\n{file?.Content.Length ?? -1}\n"));
        seen.AppendData(file?.Content ?? []);
        return file;
    }

    /// <summary>The content as text; <c>null</c> also where it is not UTF-8.</summary>
    public KeyFile<string>? ReadText(string path)
    {
        var file = Read(path);
        try
        {
            return file is null ? null : new KeyFile<string>(Strict.GetString(file.Content), file.WrittenAt);
        }
        // The caller reports the file as one that cannot be read.
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>The fingerprint of what was read since the last call.</summary>
    public string Fingerprint() => Convert.ToHexString(seen.GetHashAndReset());

    public void Dispose() => seen.Dispose();

    private static KeyFile<byte[]>? TryRead(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            // One byte more than it has, to see that it has no more; sized by the file, because this is read every few seconds.
            var content = new byte[Math.Min(file.Length, MaxBytes) + 1];
            var length = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
            return length <= MaxBytes && length < content.Length
                ? new KeyFile<byte[]>(
                    content[..length],
                    new DateTimeOffset(File.GetLastWriteTimeUtc(file.SafeFileHandle))
                )
                : null;
        }
        // The caller reports the file as one that cannot be read.
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}

/// <summary>What a file holds, and when that was last written.</summary>
internal sealed record KeyFile<T>(T Content, DateTimeOffset WrittenAt);
