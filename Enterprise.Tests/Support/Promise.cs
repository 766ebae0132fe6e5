using System.Text.Json;
using Enterprise.Tests.Support.Raw;

namespace Enterprise.Tests.Support;

/// <summary>
/// What holds for every answer whatever was sent: it is never the server's fault, and every refusal is a problem document, but for
/// what the server core refuses before the program sees it, which is bare and ends the connection.
/// </summary>
internal static class Promise
{
    private const int VersionNotSupported = 505;

    private static readonly string[] Texts = ["type", "title", "detail", "instance", "code", "request_id", "trace_id"];

    /// <summary>What is wrong with an answer over a socket; <c>null</c> for nothing.</summary>
    public static string? Fault(RawAnswer answer, bool isHead = false)
    {
        if (answer.Status >= 500)
            return answer.Status == VersionNotSupported && answer.RequestId is null
                ? null
                : $"{answer.Status} {answer.Text}";
        if (answer.RequestId is null)
            return answer is { Status: >= 400, Body: [], IsLast: true } ? null : "It has no request id.";
        return isHead ? null : Fault(answer.Status, answer.ContentType, answer.Text, answer.RequestId);
    }

    public static string? Fault(int status, string? type, string text, string? requestId)
    {
        if (status >= 500)
            return $"{status} {text}";
        if (status < 400)
            return null;
        if (type != "application/problem+json")
            return $"{status} is of type {type}: {text}";
        try
        {
            using var document = JsonDocument.Parse(text);
            return Fault(status, document.RootElement, requestId);
        }
        catch (JsonException exception)
        {
            return $"{status} is no JSON ({exception.Message}): {text}";
        }
    }

    private static string? Fault(int status, JsonElement problem, string? requestId)
    {
        var missing = Texts.Where(name =>
            !problem.TryGetProperty(name, out var member) || member is not { ValueKind: JsonValueKind.String }
        );
        if (missing.FirstOrDefault() is { } name)
            return $"{status} has no {name}: {problem}";
        if (problem.GetProperty("status").GetInt32() != status)
            return $"{status} calls itself something else: {problem}";
        return problem.GetProperty("request_id").GetString() == requestId
            ? null
            : $"{status} has two request ids, {requestId}: {problem}";
    }
}
