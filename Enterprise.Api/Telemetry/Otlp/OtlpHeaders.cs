namespace Enterprise.Api.Telemetry.Otlp;

/// <summary>
/// What is sent along with every export. The SDK would read it too, but throws where it cannot, and that before anybody can be told
/// what is wrong.
/// </summary>
internal static class OtlpHeaders
{
    public const string Rule = "must be pairs such as authorization=Bearer%20abc,x-tenant=7, percent-encoded";

    /// <summary>Whether a request can carry all of them.</summary>
    public static bool AreValid(string text)
    {
        using var request = new HttpRequestMessage();
        return OtlpPairs.Read(text) is { } headers
            && headers.All(header =>
                header.Value.Length > 0
                && header.Value.All(character => character is >= ' ' and <= '~')
                && request.Headers.TryAddWithoutValidation(header.Key, header.Value)
            );
    }

    /// <summary>Has every request of a client carry them.</summary>
    public static void Add(HttpClient client, string text)
    {
        foreach (var (name, value) in OtlpPairs.Read(text) ?? [])
            client.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
    }
}
