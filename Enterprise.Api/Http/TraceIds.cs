using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace Enterprise.Api.Http;

/// <summary>The trace and the span that a request belongs to (W3C Trace Context): 32 and 16 hexadecimal digits.</summary>
internal static class TraceIds
{
    public static string Of(HttpContext context) => ActivityOf(context)?.TraceId.ToHexString() ?? "";

    public static string SpanOf(HttpContext context) => ActivityOf(context)?.SpanId.ToHexString() ?? "";

    private static Activity? ActivityOf(HttpContext context) =>
        context.Features.Get<IHttpActivityFeature>()?.Activity ?? Activity.Current;
}
