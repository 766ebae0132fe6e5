namespace Enterprise.Tests.Support.Otlp;

/// <summary>A span as it was received (opentelemetry-proto, trace.proto).</summary>
internal sealed record OtlpSpan(
    string TraceId,
    string SpanId,
    string ParentId,
    string Name,
    int Kind,
    int Status,
    ulong Start,
    ulong End,
    string Scope,
    IReadOnlyDictionary<string, string> Attributes,
    IReadOnlyDictionary<string, string> Resource
)
{
    public const int Server = 2;
    public const int StatusError = 2;

    public static IEnumerable<OtlpSpan> ReadAll(ReadOnlyMemory<byte> request) =>
        from resourceSpans in ProtoReader.Read(request).Of(1)
        let resource = OtlpValues.Attributes(resourceSpans.Of(1).SelectMany(fields => fields), 1)
        from scopeSpans in resourceSpans.Of(2)
        let scope = OtlpValues.ScopeName(scopeSpans)
        from span in scopeSpans.Of(2)
        select new OtlpSpan(
            span.Find(1)!.Value.Hex,
            span.Find(2)!.Value.Hex,
            span.Find(4)?.Hex ?? "",
            span.Find(5)?.Text ?? "",
            (int)(span.Find(6)?.Value ?? 0),
            (int)(span.Find(15)?.Message.Find(3)?.Value ?? 0),
            span.Find(7)?.Value ?? 0,
            span.Find(8)?.Value ?? 0,
            scope,
            OtlpValues.Attributes(span, 9),
            resource
        );
}

/// <summary>One series of a metric as it was received (metrics.proto): a number, or of a histogram the count.</summary>
internal sealed record OtlpPoint(
    string Metric,
    string Unit,
    string Scope,
    double Value,
    IReadOnlyDictionary<string, string> Attributes,
    IReadOnlyList<string> TraceIds
)
{
    private const int Histogram = 9;

    public static IEnumerable<OtlpPoint> ReadAll(ReadOnlyMemory<byte> request) =>
        from resourceMetrics in ProtoReader.Read(request).Of(1)
        from scopeMetrics in resourceMetrics.Of(2)
        let scope = OtlpValues.ScopeName(scopeMetrics)
        from metric in scopeMetrics.Of(2)
        from data in metric.Where(field => field.Number is 5 or 7 or Histogram)
        from point in data.Message.Of(1)
        select new OtlpPoint(
            metric.Find(1)!.Value.Text,
            metric.Find(3)?.Text ?? "",
            scope,
            data.Number == Histogram
                ? point.Find(4)?.Value ?? 0
                : point.Find(4)?.Double ?? (long)(point.Find(6)?.Value ?? 0),
            OtlpValues.Attributes(point, data.Number == Histogram ? 9 : 7),
            // Of the exemplars: requests that were measured.
            [.. point.Of(data.Number == Histogram ? 8 : 5).Select(exemplar => exemplar.Find(5)?.Hex ?? "")]
        );
}

/// <summary>A log line as it was received (logs.proto).</summary>
internal sealed record OtlpLog(
    string TraceId,
    string SpanId,
    string Body,
    string Severity,
    string Scope,
    IReadOnlyDictionary<string, string> Attributes
)
{
    public static IEnumerable<OtlpLog> ReadAll(ReadOnlyMemory<byte> request) =>
        from resourceLogs in ProtoReader.Read(request).Of(1)
        from scopeLogs in resourceLogs.Of(2)
        let scope = OtlpValues.ScopeName(scopeLogs)
        from record in scopeLogs.Of(2)
        select new OtlpLog(
            record.Find(9)?.Hex ?? "",
            record.Find(10)?.Hex ?? "",
            record.Find(5) is { } body ? OtlpValues.Text(body.Message) : "",
            record.Find(3)?.Text ?? "",
            scope,
            OtlpValues.Attributes(record, 6)
        );
}

/// <summary>Values of attributes (common.proto), as text.</summary>
internal static class OtlpValues
{
    public static IReadOnlyDictionary<string, string> Attributes(IEnumerable<ProtoField> message, int number) =>
        message
            .Of(number)
            .ToDictionary(
                pair => pair.Find(1)!.Value.Text,
                pair => pair.Find(2) is { } value ? Text(value.Message) : "",
                StringComparer.Ordinal
            );

    public static string ScopeName(IEnumerable<ProtoField> message) =>
        message.Of(1).Select(scope => scope.Find(1)?.Text).FirstOrDefault() ?? "";

    public static string Text(IReadOnlyList<ProtoField> value) =>
        value is not [var only, ..]
            ? ""
            : only.Number switch
            {
                1 => only.Text,
                2 => only.Value != 0 ? "true" : "false",
                3 => $"{(long)only.Value}",
                4 => FormattableString.Invariant($"{only.Double}"),
                5 => string.Join(',', only.Message.Of(1).Select(Text)),
                _ => only.Hex,
            };
}
