using System.Globalization;
using System.Text.Json;
using Enterprise.Api.Limits;
using Enterprise.Application.Authorization;
using Microsoft.AspNetCore.WebUtilities;

namespace Enterprise.Api.Http;

/// <summary>Writes <c>application/problem+json</c> (RFC 9457), for every refusal whoever gave it.</summary>
public sealed class ProblemWriter(CredentialPolicy credentials, AuthorizationMetrics metrics)
{
    public const string ContentType = "application/problem+json";

    /// <summary>Answers with the problem, in place of whatever was about to be answered.</summary>
    public async Task WriteAsync(HttpContext context, Problem problem)
    {
        RequestTime.BeginAnswer(context);
        // For the access line and the span.
        context.Features.Set(problem);
        var response = context.Response;
        response.StatusCode = problem.Status;
        response.ContentType = ContentType;
        response.ContentLength = null;
        response.Headers.CacheControl = "no-store";
        response.Headers.Location = default;
        if (problem.Status == StatusCodes.Status401Unauthorized)
            response.Headers.WWWAuthenticate = Challenge(problem);
        if (problem.RetryAfter is { } wait)
            response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds))
                .ToString(CultureInfo.InvariantCulture);
        if (problem is { Policy: { } policy, RetryAfter: { } until })
            credentials.Refuse(response, policy, until);
        if (problem.Permission is { } permission)
            metrics.Denied(permission);
        // A frozen client must not hold the answer; the server's own limits end the write.
        await using var json = new Utf8JsonWriter(response.BodyWriter);
        Write(json, problem, context.Request.Path.ToUriComponent(), context.TraceIdentifier, TraceIds.Of(context));
        await json.FlushAsync(context.RequestAborted);
    }

    /// <summary>The document alone, without an answer around it.</summary>
    internal static void Write(Utf8JsonWriter json, Problem problem, string instance, string requestId, string traceId)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, $"urn:enterprise-api:problem:{problem.Code}");
        json.WriteString("title"u8, ReasonPhrases.GetReasonPhrase(problem.Status));
        json.WriteNumber("status"u8, problem.Status);
        json.WriteString("detail"u8, problem.Detail);
        json.WriteString("instance"u8, instance);
        json.WriteString("code"u8, problem.Code);
        json.WriteString("request_id"u8, requestId);
        json.WriteString("trace_id"u8, traceId);
        if (problem.Errors.Count > 0)
            WriteErrors(json, problem);
        json.WriteEndObject();
    }

    private static void WriteErrors(Utf8JsonWriter json, Problem problem)
    {
        json.WriteStartObject("errors"u8);
        foreach (var field in problem.Errors.GroupBy(error => error.Field, StringComparer.Ordinal))
        {
            json.WriteStartArray(field.Key);
            foreach (var error in field)
            {
                json.WriteStartObject();
                json.WriteString("code"u8, error.Code);
                json.WriteString("message"u8, error.Message);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    /// <summary>RFC 6750 section 3: an error is named only where a token was sent.</summary>
    private static string Challenge(Problem problem) =>
        problem.Code == ProblemCatalogue.InvalidToken.Code ? "Bearer error=\"invalid_token\"" : "Bearer";
}
