using System.Diagnostics;

namespace Enterprise.Api.Http;

/// <summary>The trace that a request belongs to (W3C Trace Context, <c>trace-id</c>): 32 hexadecimal digits.</summary>
internal static class TraceIds
{
    public static string Of(HttpContext context) =>
        (
            context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpActivityFeature>()?.Activity
            ?? Activity.Current
        )?.TraceId.ToHexString() ?? "";
}
