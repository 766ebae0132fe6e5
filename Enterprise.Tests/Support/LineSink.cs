using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Enterprise.Tests.Support;

/// <summary>Keeps what is logged as it stands on standard output, by the program's own formatter.</summary>
internal sealed class LineSink(ConsoleFormatter formatter) : ILoggerProvider, ISupportExternalScope
{
    private readonly ConcurrentQueue<string> lines = new();
    private IExternalScopeProvider? scopes;

    /// <summary>Each with its line break.</summary>
    public IReadOnlyCollection<string> Lines => lines;

    /// <summary>The lines of one request.</summary>
    public JsonElement[] Of(string requestId) =>
        [
            .. lines
                .Select(line => JsonDocument.Parse(line).RootElement)
                .Where(line =>
                    line.TryGetProperty("request_id", out var id)
                    && string.Equals(id.GetString(), requestId, StringComparison.Ordinal)
                ),
        ];

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => scopes = scopeProvider;

    public ILogger CreateLogger(string categoryName) => new Sink(this, categoryName);

    public void Dispose() => GC.SuppressFinalize(this);

    private sealed class Sink(LineSink sink, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            using var writer = new StringWriter { NewLine = "\n" };
            var entry = new LogEntry<TState>(logLevel, category, eventId, state, exception, formatter);
            sink.Write(entry, writer);
            sink.lines.Enqueue(writer.ToString());
        }
    }

    private void Write<TState>(in LogEntry<TState> entry, StringWriter writer) =>
        formatter.Write(entry, scopes, writer);
}
