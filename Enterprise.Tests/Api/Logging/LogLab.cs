using Enterprise.Api.Http;
using Enterprise.Api.Logging;
using Enterprise.Api.Telemetry;
using Enterprise.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Enterprise.Tests.Api.Logging;

/// <summary>Both formatters, and what a line of theirs is made of.</summary>
internal static class LogLab
{
    public const string TraceId = "0af7651916cd43dd8448eb211c80319c";
    public const string SpanId = "b7ad6b7169203331";

    /// <summary>What breaks lines, moves the cursor, turns the direction of writing, or is half a character.</summary>
    public static readonly string[] Hostile =
    [
        .. Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x7F, 0x21)).Select(code => ((char)code).ToString()),
        "\r\n",
        "\u2028",
        "\u2029",
        "\u200E",
        "\u200F",
        "\u061C",
        "\u202A",
        "\u202B",
        "\u202C",
        "\u202D",
        "\u202E",
        "\u2066",
        "\u2067",
        "\u2068",
        "\u2069",
        "\uFEFF",
        "\uD800",
        "\uDC00",
        "\uDC00\uD800",
    ];

    public static ConsoleFormatter Json(params (string Key, string Value)[] settings)
    {
        var environment = new HostingEnvironment { EnvironmentName = "Production" };
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(one => one.Key, one => (string?)one.Value))
            .Build();
        var clock = new ManualClock();
        return new JsonLogFormatter(environment, new TelemetryResource(environment, configuration, clock), clock);
    }

    public static ConsoleFormatter Text() => new TextLogFormatter(new ManualClock());

    /// <summary>A line of an event with these members.</summary>
    public static string Line(
        this ConsoleFormatter formatter,
        string message,
        string category = "Enterprise.Tests",
        Exception? exception = null,
        RequestScope? request = null,
        params (string Name, object? Value)[] members
    )
    {
        var state = members.Select(member => KeyValuePair.Create(member.Name, member.Value)).ToArray();
        var entry = new LogEntry<IReadOnlyList<KeyValuePair<string, object?>>>(
            LogLevel.Information,
            category,
            new EventId(7, message),
            state,
            exception,
            (_, _) => message
        );
        var scopes = new LoggerExternalScopeProvider();
        using var framework = scopes.Push($"RequestPath:/canary {message}");
        using var scope = request is null ? null : scopes.Push(request);
        using var writer = new StringWriter { NewLine = "\n" };
        formatter.Write(entry, scopes, writer);
        return writer.ToString();
    }
}
