using Enterprise.Application.Configuration;

namespace Enterprise.Application.Sessions.Keys;

/// <summary>Everything that a ring is made of, read at one moment.</summary>
/// <param name="Keys">The keys of the settings, then those of the ring file.</param>
/// <param name="IsComplete">Whether the ring file could be read, where there is one.</param>
/// <param name="Content">A fingerprint of all files.</param>
internal sealed record KeyRingDraft(IReadOnlyList<KeyDraft> Keys, bool IsComplete, string Content)
{
    /// <summary>Whether there is any file that may change.</summary>
    public static bool IsWatched(JwtOptions options) =>
        options.KeysFile.Length > 0 || options.Keys.Values.Any(key => key.File.Length > 0);

    public static KeyRingDraft Read(JwtOptions options, SettingFaults faults)
    {
        using var files = new KeyFiles();
        List<KeyDraft> keys =
        [
            .. options.Keys.Select(key => Draft(new KeyPlace(key.Key, false), key.Value, key.Value.File, null, files)),
        ];
        var isComplete = options.KeysFile.Length == 0 || ReadRingFile(options.KeysFile, keys, files, faults);
        return new KeyRingDraft(keys, isComplete, files.Fingerprint());
    }

    private static bool ReadRingFile(string path, List<KeyDraft> keys, KeyFiles files, SettingFaults faults)
    {
        var file = files.Read(path);
        faults.Check(KeyPlace.RingFile, file is not null, "names a file that cannot be read");
        if (file is null)
            return false;
        var isRing = KeyRingFile.TryRead(file.Content, out var ring);
        faults.Check(KeyPlace.RingFile, isRing, """names a file that is not of the form {"keys":[{"kid":...}]}""");
        // One that was emptied by mistake would end every session of the keys that were in it.
        faults.Check(
            KeyPlace.RingFile,
            ring is not { Keys.Length: 0 },
            "names a file without a key; unset it to do without"
        );
        foreach (var (index, key) in (ring?.Keys ?? []).Index())
            keys.Add(Draft(new KeyPlace($"{index}", true), key, BesideRingFile(path, key.File), file.WrittenAt, files));
        return isRing;
    }

    private static KeyDraft Draft(
        KeyPlace place,
        SigningKeySetting key,
        string path,
        DateTimeOffset? writtenAt,
        KeyFiles files
    )
    {
        var file = key.File.Length > 0 ? files.ReadText(path) : null;
        return new KeyDraft(place, key, file?.Content, file?.WrittenAt ?? writtenAt);
    }

    private static string BesideRingFile(string ringFile, string path) =>
        Path.Combine(Path.GetDirectoryName(Path.GetFullPath(ringFile))!, path);
}
