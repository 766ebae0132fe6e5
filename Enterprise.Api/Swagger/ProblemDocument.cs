using System.Text.Json.Serialization;
using Enterprise.Api.Http;

namespace Enterprise.Api.Swagger;

/// <summary>A refusal (RFC 9457), whoever gave it.</summary>
/// <remarks>For the document only: <see cref="ProblemWriter"/> writes it, and a test holds the two together.</remarks>
/// <param name="Type" example="urn:enterprise-api:problem:accounts.email_taken">Names the kind of problem: <c>urn:enterprise-api:problem:</c> and the code.</param>
/// <param name="Title" example="Conflict">The status in words.</param>
/// <param name="Status" example="409">The HTTP status.</param>
/// <param name="Detail" example="An account with this e-mail address exists already.">One sentence for a person; it may change.</param>
/// <param name="Instance" example="/v1/auth/register">The path that was asked for.</param>
/// <param name="Code" example="accounts.email_taken">Stable and machine-readable; clients may switch on it.</param>
/// <param name="RequestId" example="0197a3c2b1d47e0f9a6b5c4d3e2f1a0b">The same as in the header <c>x-request-id</c>.</param>
/// <param name="TraceId" example="4bf92f3577b34da6a3ce929d0e0e4736">The trace that the request belongs to (W3C Trace Context): 32 hexadecimal digits.</param>
/// <param name="Errors">The rules that were broken, by field; there only where fields are at fault.</param>
public sealed record ProblemDocument(
    string Type,
    string Title,
    int Status,
    string Detail,
    string Instance,
    string Code,
    string RequestId,
    string TraceId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        IReadOnlyDictionary<string, IReadOnlyList<FieldProblem>>? Errors
);

/// <summary>One broken rule of one field.</summary>
/// <param name="Code" example="too_short">Stable and machine-readable: <c>required</c>, <c>too_long</c>, <c>common_password</c> ...</param>
/// <param name="Message" example="A password has at least 12 characters.">One sentence for a person; it never repeats the value.</param>
public sealed record FieldProblem(string Code, string Message);
