using System.Globalization;
using System.Text;

namespace Enterprise.Tests.Support.Raw;

/// <summary>A request whose parts are sent as they are, each character below 256 as a byte.</summary>
internal sealed record RawRequest(string Name, string Method, string Target)
{
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    public string Body { get; init; } = "";

    /// <summary>No route can have a use for it.</summary>
    public bool IsRefused { get; init; }

    public RawRequest With(string name, string value) => this with { Headers = [.. Headers, (name, value)] };

    /// <summary>The bytes; the id comes back with the answer, unless the request has one of its own.</summary>
    public byte[] Write(string id)
    {
        var text = new StringBuilder($"{Method} {Target} HTTP/1.1\r\n");
        if (!Has("Host"))
            text.Append("Host: localhost\r\n");
        if (!Has("x-request-id"))
            text.Append("x-request-id: ").Append(id).Append("\r\n");
        foreach (var (name, value) in Headers)
            text.Append(name).Append(": ").Append(value).Append("\r\n");
        if (Body.Length > 0 || Method is "POST" or "PUT" or "PATCH")
            text.Append(CultureInfo.InvariantCulture, $"Content-Length: {Body.Length}\r\n");
        return Encoding.Latin1.GetBytes($"{text}\r\n{Body}");
    }

    public bool Has(string name) => Headers.Any(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    public override string ToString() => $"{Method} {Target[..Math.Min(Target.Length, 100)]}, {Name}";
}
