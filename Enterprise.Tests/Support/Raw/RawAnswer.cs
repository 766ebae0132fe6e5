using System.Text;
using System.Text.Json;

namespace Enterprise.Tests.Support.Raw;

/// <summary>An answer as it came over a socket.</summary>
internal sealed record RawAnswer(int Status, IReadOnlyList<(string Name, string Value)> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public string? ContentType => Header("Content-Type")?.Split(';')[0];

    /// <summary>Of a problem document.</summary>
    public string? Code
    {
        get
        {
            try
            {
                return ContentType == "application/problem+json" && Body.Length > 0
                    ? JsonDocument.Parse(Body).RootElement.GetProperty("code").GetString()
                    : null;
            }
            catch (JsonException broken)
            {
                throw new MalformedAnswerException($"A problem document is no JSON ({broken.Message}): {Text}");
            }
        }
    }

    /// <summary>The server says that nothing more comes on this connection.</summary>
    public bool IsLast => string.Equals(Header("Connection"), "close", StringComparison.OrdinalIgnoreCase);

    /// <summary>The program itself answered: it puts an id on everything. What the server core refuses has none.</summary>
    public string? RequestId => Header("x-request-id");

    public string? Header(string name) =>
        Headers
            .Where(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            .Select(header => header.Value)
            .FirstOrDefault();
}

/// <summary>What came is no answer in HTTP/1.1.</summary>
internal sealed class MalformedAnswerException(string message) : Exception(message);
