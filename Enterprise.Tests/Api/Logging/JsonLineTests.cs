using System.Diagnostics;
using System.Text.Json;
using Enterprise.Api.Http;
using Enterprise.Api.Logging;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Enterprise.Tests.Api.Logging;

/// <summary>One JSON object a line, whatever is in it.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class JsonLineTests
{
    private static readonly string[] Hostile = LogLab.Hostile;

    [TestCaseSource(nameof(Hostile))]
    public void No_value_breaks_or_forges_a_line(string hostile)
    {
        var text = $"a{hostile}{{\"level\":\"fatal\"}}";

        var line = LogLab
            .Json()
            .Line(
                text,
                text,
                new InvalidOperationException(text, new InvalidTimeZoneException(text)),
                new RequestScope(text, LogLab.TraceId, LogLab.SpanId) { UserId = text },
                (text, text),
                ("Object", new Uri("https://example.com/")),
                ("Text", text)
            );

        Assert.That(line[..^1], Does.Match("^[ -~]+$"), "Printable ASCII, so no terminal and no reader sees a break.");
        Assert.That(line[^1], Is.EqualTo('\n'));
        var root = JsonDocument.Parse(line).RootElement;
        Assert.Multiple(() =>
        {
            Assert.That(Unique(root), Is.True);
            Assert.That(root.GetProperty("level").GetString(), Is.EqualTo("info"));
            Assert.That(root.GetProperty("text").GetString(), Does.StartWith("a").And.EndWith("\"fatal\"}"));
            Assert.That(line, Does.Not.Contain("canary"), "Of scopes only that of the request is shown.");
        });
    }

    [Test]
    public void A_member_that_is_named_like_a_stable_key_gives_way_to_it()
    {
        string[] names =
        [
            "time",
            "Level",
            "service",
            "Env",
            "Category",
            "EventId",
            "event_name",
            "Message",
            "RequestId",
            "request_id",
            "TraceId",
            "SpanId",
            "UserId",
            "http.method",
            "http.route",
            "http.status",
            "LatencyMs",
            "Error",
            "error",
            "event.error",
            "",
        ];

        var line = LogLab
            .Json()
            .Line(
                "text",
                exception: new InvalidOperationException("real"),
                request: new RequestScope("id", LogLab.TraceId, LogLab.SpanId) { UserId = "user" },
                members: [.. names.Select(name => (name, (object?)"forged"))]
            );

        var root = JsonDocument.Parse(line).RootElement;
        Assert.Multiple(() =>
        {
            Assert.That(Unique(root), Is.True, line);
            Assert.That(root.GetProperty("error").GetString(), Does.Contain("real"));
            Assert.That(root.GetProperty("request_id").GetString(), Is.EqualTo("id"));
            Assert.That(root.GetProperty("user_id").GetString(), Is.EqualTo("user"));
            Assert.That(root.GetProperty("event.user_id").GetString(), Is.EqualTo("forged"));
            Assert.That(
                root.EnumerateObject().Where(member => !member.Name.StartsWith("event.", StringComparison.Ordinal)),
                Has.None.Matches<JsonProperty>(member => member.Value.ToString() == "forged")
            );
            Assert.That(
                root.EnumerateObject().Count(member => member.Value.ToString() == "forged"),
                Is.EqualTo(names.Length)
            );
        });
    }

    [Test]
    public void The_span_is_the_innermost_of_the_request_and_no_other_one()
    {
        using var activity = new Activity("work");
        activity.SetIdFormat(ActivityIdFormat.W3C).Start();
        var own = new RequestScope("id", activity.TraceId.ToHexString(), LogLab.SpanId);
        var other = new RequestScope("id", LogLab.TraceId, LogLab.SpanId);

        Assert.Multiple(() =>
        {
            Assert.That(Ids(own), Is.EqualTo((own.TraceId, activity.SpanId.ToHexString())));
            Assert.That(Ids(other), Is.EqualTo((LogLab.TraceId, LogLab.SpanId)));
            Assert.That(Ids(null), Is.EqualTo((own.TraceId, activity.SpanId.ToHexString())), "Outside of requests.");
        });
    }

    [TestCase("accounts", "", "accounts")]
    [TestCase("", "a=b,service.name=the%20accounts", "the accounts")]
    [TestCase("accounts", "service.name=weaker", "accounts")]
    [TestCase("", "service.name=", "enterprise-api")]
    public void The_service_has_the_name_that_OpenTelemetry_gives_it(string name, string attributes, string expected)
    {
        var line = LogLab.Json(("OTEL_SERVICE_NAME", name), ("OTEL_RESOURCE_ATTRIBUTES", attributes)).Line("text");

        Assert.That(JsonDocument.Parse(line).RootElement.GetProperty("service").GetString(), Is.EqualTo(expected));
    }

    [Test]
    public void A_value_that_logs_while_it_is_written_disturbs_nothing()
    {
        var formatter = LogLab.Json();
        var inner = "";

        var line = formatter.Line(
            "outer",
            members: [("First", 1), ("Value", new Talking(() => inner = formatter.Line("inner"))), ("Last", 2)]
        );

        Assert.That(JsonDocument.Parse(inner).RootElement.GetProperty("message").GetString(), Is.EqualTo("inner"));
        var root = JsonDocument.Parse(line).RootElement;
        Assert.That((root.GetProperty("first").GetInt32(), root.GetProperty("last").GetInt32()), Is.EqualTo((1, 2)));
    }

    [Test]
    public void An_access_line_costs_little_memory()
    {
        const int count = 2000;
        var formatter = LogLab.Json();
        var scopes = new LoggerExternalScopeProvider();
        using var scope = scopes.Push(new RequestScope("0190b5f0", LogLab.TraceId, LogLab.SpanId) { UserId = "user" });
        using var writer = new StringWriter();
        void Write()
        {
            var entry = new LogEntry<AccessLogLine>(
                LogLevel.Information,
                "Enterprise.Api.Logging.AccessLog",
                new EventId(1010, "Request"),
                new AccessLogLine("GET", "/v1/users/{id}", 200, 1.234567, null),
                null,
                static (line, _) => line.ToString()
            );
            formatter.Write(entry, scopes, writer);
            writer.GetStringBuilder().Clear();
        }
        for (var i = 0; i < count; i++)
            Write();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < count; i++)
            Write();
        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / count;

        TestContext.Out.WriteLine($"{each} bytes a line");
        Assert.That(each, Is.LessThan(600));
    }

    private static (string? Trace, string? Span) Ids(RequestScope? request)
    {
        var root = JsonDocument.Parse(LogLab.Json().Line("text", request: request)).RootElement;
        return (root.GetProperty("trace_id").GetString(), root.GetProperty("span_id").GetString());
    }

    private static bool Unique(JsonElement root)
    {
        var names = root.EnumerateObject().Select(member => member.Name).ToArray();
        return names.Distinct(StringComparer.Ordinal).Count() == names.Length;
    }

    private sealed class Talking(Action talk)
    {
        public override string ToString()
        {
            talk();
            return "talked";
        }
    }
}
