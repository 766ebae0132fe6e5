namespace Enterprise.Api.Telemetry.Otlp;

/// <summary>
/// <c>name=value,name2=value2</c>, as the OpenTelemetry specification writes headers and resource attributes: names and values are
/// percent-encoded (a comma is <c>%2C</c>), blanks around them do not count, and neither does a pair of which nothing is there.
/// </summary>
internal static class OtlpPairs
{
    /// <summary>The pairs in their order, decoded; <c>null</c> where the text is none of such.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>>? Read(string text)
    {
        List<KeyValuePair<string, string>> pairs = [];
        foreach (var pair in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0 || !IsEncoded(pair))
                return null;
            var name = Uri.UnescapeDataString(pair[..at]).Trim();
            if (name.Length == 0)
                return null;
            pairs.Add(KeyValuePair.Create(name, Uri.UnescapeDataString(pair[(at + 1)..].Trim())));
        }
        return pairs;
    }

    private static bool IsEncoded(string text)
    {
        for (var at = text.IndexOf('%', StringComparison.Ordinal); at >= 0; at = text.IndexOf('%', at + 1))
            if (at + 2 >= text.Length || !char.IsAsciiHexDigit(text[at + 1]) || !char.IsAsciiHexDigit(text[at + 2]))
                return false;
        return true;
    }
}
