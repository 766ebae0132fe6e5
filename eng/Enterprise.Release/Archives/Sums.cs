using System.Security.Cryptography;

namespace Enterprise.Release.Archives;

/// <summary>The file that <c>sha256sum --check</c> reads.</summary>
internal static class Sums
{
    public const string Name = "SHA256SUMS";

    public static async Task WriteAsync(string folder, IEnumerable<string> names, CancellationToken ct)
    {
        var lines = new List<string>();
        foreach (var name in names.Order(StringComparer.Ordinal))
        {
            await using var file = File.OpenRead(Path.Combine(folder, name));
            lines.Add($"{Convert.ToHexStringLower(await SHA256.HashDataAsync(file, ct))}  {name}\n");
        }
        await File.WriteAllTextAsync(Path.Combine(folder, Name), string.Concat(lines), ct);
    }
}
