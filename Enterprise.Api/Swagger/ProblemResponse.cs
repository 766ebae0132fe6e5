using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Enterprise.Api.Http;
using Microsoft.OpenApi;

namespace Enterprise.Api.Swagger;

/// <summary>Describes an answer that is a problem.</summary>
internal static class ProblemResponse
{
    public const string RequestId = "0197a3c2b1d47e0f9a6b5c4d3e2f1a0b";
    private const string TraceId = "4bf92f3577b34da6a3ce929d0e0e4736";

    public static OpenApiResponse Of(
        string title,
        IReadOnlyList<Problem> problems,
        IOpenApiSchema schema,
        string path
    ) =>
        new()
        {
            Description = $"{title}.\n\n{string.Join('\n', problems.Select(Line))}",
            Content = new Dictionary<string, IOpenApiMediaType>(StringComparer.Ordinal)
            {
                [ProblemWriter.ContentType] = new OpenApiMediaType
                {
                    Schema = schema,
                    Examples = problems.ToDictionary(
                        problem => problem.Code,
                        IOpenApiExample (problem) => Example(problem, path),
                        StringComparer.Ordinal
                    ),
                },
            },
        };

    private static string Line(Problem problem) => $"- `{problem.Code}`: {problem.Detail}";

    private static OpenApiExample Example(Problem problem, string path) =>
        new() { Summary = problem.Detail, Value = Write(problem, path) };

    /// <summary>Written by what writes the answers, so that the example cannot differ from them.</summary>
    private static JsonNode Write(Problem problem, string path)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
            ProblemWriter.Write(json, problem, path, RequestId, TraceId);
        return JsonNode.Parse(buffer.WrittenSpan)!;
    }
}
