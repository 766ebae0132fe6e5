using System.Text;
using System.Text.Json;
using Enterprise.Tests.Architecture;

namespace Enterprise.Tests.Api.Http;

/// <summary>A line of bad-requests.jsonl: what somebody hostile sends, and what they should get.</summary>
internal sealed record BadRequest(string Id, string Title, JsonElement Line)
{
    private const string File = "Enterprise.Tests/Api/Http/bad-requests.jsonl";

    public static IReadOnlyList<BadRequest> All { get; } =
    [
        .. System
            .IO.File.ReadLines(Path.Combine(Solution.Root, File))
            .Select(text => JsonDocument.Parse(text).RootElement)
            .Select(line => new BadRequest(Text(line, "id")!, Text(line, "title")!, line)),
    ];

    /// <summary>The bytes are given as they are, and nothing can be said about what follows on the connection.</summary>
    public bool IsRaw => Line.TryGetProperty("raw", out _);

    public bool IsHead => Text(Line, "method") == "HEAD" || Raw.StartsWith("HEAD ", StringComparison.Ordinal);

    /// <summary>It needs the current ETag of the sender.</summary>
    public bool NeedsTag => Text(Line, "if_match") == "current";

    private string Raw => IsRaw ? Encoding.Latin1.GetString(Line.GetProperty("raw").GetBytesFromBase64()) : "";

    private bool IsByUser => Text(Line, "auth") == "user";

    /// <summary>It acts as somebody.</summary>
    public bool NeedsUser => IsByUser || Line.ToString().Contains("{USER", StringComparison.Ordinal) || IsRaw;

    /// <summary>The bytes to send.</summary>
    /// <param name="fill">Puts in what differs from run to run.</param>
    /// <param name="more">Header lines to add, each with its end.</param>
    public byte[] Write(Func<string, string> fill, string more)
    {
        if (IsRaw)
            return Encoding.Latin1.GetBytes(fill(Raw));
        var body = Line.TryGetProperty("body_base64", out var bytes)
            ? bytes.GetBytesFromBase64()
            : Encoding.UTF8.GetBytes(fill(Text(Line, "body") ?? ""));
        var method = Text(Line, "method")!;
        var head = new StringBuilder($"{method} {fill(Text(Line, "path")!)} HTTP/1.1\r\nHost: {fill("{HOST}")}\r\n");
        var headers = Line.GetProperty("headers")
            .EnumerateArray()
            .Select(pair => (pair[0].GetString()!, pair[1]))
            .ToArray();
        foreach (var (name, value) in headers)
            head.Append(name).Append(": ").Append(fill(value.GetString()!)).Append("\r\n");
        if (IsByUser)
            head.Append("Authorization: Bearer ").Append(fill("{USER_TOKEN}")).Append("\r\n");
        var isFramed = headers.Any(header =>
            header.Item1.ToUpperInvariant() is "CONTENT-LENGTH" or "TRANSFER-ENCODING"
        );
        if (!isFramed && (body.Length > 0 || method is "POST" or "PUT" or "PATCH"))
            head.Append(System.Globalization.CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n");
        return [.. Encoding.Latin1.GetBytes($"{head}{more}\r\n"), .. body];
    }

    /// <summary>What is not as it should be; <c>null</c> for nothing.</summary>
    /// <param name="status"><c>null</c> where the server closed without an answer.</param>
    public string? Fault(int? status, string? code)
    {
        var expected = Line.GetProperty("expect");
        var statuses = expected.GetProperty("status").EnumerateArray().Select(one => one.GetInt32()).ToArray();
        if (status is not { } got)
            return expected.TryGetProperty("or_closed", out _) ? null : "The server closed without an answer.";
        if (!statuses.Contains(got))
            return $"{got} {code}, and not {expected}";
        // A code is of refusals; some lines allow success too.
        return got < 400 || !expected.TryGetProperty("code", out var codes) || Names(codes).Contains(code)
            ? null
            : $"{got} {code}, and not {expected}";
    }

    public override string ToString() => $"{Id} {Title}";

    private static IEnumerable<string?> Names(JsonElement codes) =>
        codes.ValueKind == JsonValueKind.Array
            ? codes.EnumerateArray().Select(code => code.GetString())
            : [codes.GetString()];

    private static string? Text(JsonElement line, string name) =>
        line.TryGetProperty(name, out var member) ? member.GetString() : null;
}
