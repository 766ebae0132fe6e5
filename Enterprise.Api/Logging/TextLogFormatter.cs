using System.Globalization;
using Enterprise.Api.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Enterprise.Api.Logging;

/// <summary>
/// One line an event for a developer's eyes: time, level, category, message, and the id of the request. An exception follows on lines that
/// begin with spaces, as no event does.
/// </summary>
internal sealed class TextLogFormatter(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "enterprise-text";
    private const string Indent = "             ";

    public override void Write<TState>(
        in LogEntry<TState> logEntry,
        IExternalScopeProvider? scopeProvider,
        TextWriter textWriter
    )
    {
        var clock = time.GetUtcNow().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
        var category = PlainText.Of(logEntry.Category.AsSpan(logEntry.Category.LastIndexOf('.') + 1));
        textWriter.Write($"{clock} {LogLevels.Name(logEntry.LogLevel), -5} {category}: ");
        textWriter.Write(PlainText.Of(logEntry.Formatter(logEntry.State, logEntry.Exception)));
        if (logEntry.State is AccessLogLine { Error: { } code })
            textWriter.Write($" {PlainText.Of(code)}");
        scopeProvider?.ForEachScope(WriteScope, textWriter);
        textWriter.WriteLine();
        if (logEntry.Exception is { } exception)
            WriteLines(textWriter, exception.ToString());
    }

    private static void WriteLines(TextWriter writer, string text)
    {
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            writer.Write(Indent);
            writer.WriteLine(PlainText.Of(line));
        }
    }

    private static void WriteScope(object? scope, TextWriter writer)
    {
        if (scope is RequestScope request)
            writer.Write($" ({PlainText.Of(request.ToString())})");
    }
}
