using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Enterprise.Tests.Support;

/// <summary>What the program answered.</summary>
internal sealed record Answer(int Status, string Text, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    public string? Code => Member("code");

    public string? ContentType => ContentHeaders.ContentType?.MediaType;

    public string? Header(string name) =>
        Headers.TryGetValues(name, out var values) || ContentHeaders.TryGetValues(name, out values)
            ? string.Join(", ", values)
            : null;

    /// <summary>What decides how a client goes on.</summary>
    public (int Status, string? Code, string? RetryAfter) Outcome() => (Status, Code, Header("Retry-After"));

    /// <summary>The codes of one field's errors.</summary>
    public IEnumerable<string?> Errors(string field) =>
        Json.TryGetProperty("errors", out var errors) && errors.TryGetProperty(field, out var found)
            ? found.EnumerateArray().Select(error => error.GetProperty("code").GetString())
            : [];

    /// <summary>All that a client is told, but for what names the request: the same for two refusals that must not differ.</summary>
    public string WithoutIds() =>
        string.Join(
            '|',
            Json.EnumerateObject()
                .Where(member => member.Name is not ("request_id" or "trace_id"))
                .Select(member => member.ToString())
                .Append(Header("WWW-Authenticate"))
        );

    private string? Member(string name) =>
        ContentType is "application/json" or "application/problem+json" && Json.TryGetProperty(name, out var member)
            ? member.GetString()
            : null;
}

/// <summary>Sends requests as a client would.</summary>
internal static class HttpClientExtensions
{
    public static Task<Answer> SendJsonAsync(
        this HttpClient client,
        HttpMethod method,
        string path,
        string body,
        string type = "application/json",
        string? address = null
    )
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        if (type.Length > 0)
            content.Headers.TryAddWithoutValidation("content-type", type);
        return client.SendAsync(method, path, content, address: address);
    }

    public static async Task<Answer> SendAsync(
        this HttpClient client,
        HttpMethod method,
        string path,
        HttpContent? content = null,
        string? token = null,
        string? address = null,
        (string Name, string Value)? header = null
    )
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (token is not null)
            request.Headers.TryAddWithoutValidation("authorization", $"Bearer {token}");
        if (address is not null)
            request.Headers.TryAddWithoutValidation(ApiHost.AddressHeader, address);
        if (header is { } given)
            request.Headers.TryAddWithoutValidation(given.Name, given.Value);
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new Answer((int)response.StatusCode, text, response.Headers, response.Content.Headers);
    }
}
