using Enterprise.Api.Telemetry;
using Enterprise.Api.Telemetry.Otlp;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Enterprise.Api.Logging;

/// <summary>
/// Writes log lines to standard output. The framework's own provider makes a string and a call of the system for each line, which cost a
/// sixth of all requests (ADR 30). Its formatters are used, and its name in settings: <c>Logging:Console:LogLevel</c>.
/// </summary>
[ProviderAlias("Console")]
internal sealed class StandardOutput : ILoggerProvider, ISupportExternalScope, ILineLosses
{
    private readonly ConsoleFormatter formatter;
    private readonly TelemetryMetrics metrics;
    private readonly LineQueue queue;
    private IExternalScopeProvider? scopes;

    public StandardOutput(ConsoleFormatter formatter, TelemetryMetrics metrics, Stream output)
    {
        this.formatter = formatter;
        this.metrics = metrics;
        queue = new LineQueue(output, this);
        // A program that ends by an exception disposes of nothing, and its last lines say why.
        AppDomain.CurrentDomain.UnhandledException += Close;
        AppDomain.CurrentDomain.ProcessExit += Close;
    }

    public ILogger CreateLogger(string categoryName) => new LineLogger(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => scopes = scopeProvider;

    public void Dispose()
    {
        AppDomain.CurrentDomain.UnhandledException -= Close;
        AppDomain.CurrentDomain.ProcessExit -= Close;
        queue.Dispose();
    }

    private void Close(object? sender, EventArgs e) => queue.Dispose();

    void ILineLosses.Full(long lines) => metrics.Dropped(TelemetrySignal.Logs, TelemetryMetrics.OutputFull, lines);

    void ILineLosses.Failed(long lines) => metrics.Dropped(TelemetrySignal.Logs, TelemetryMetrics.OutputFailed, lines);

    void ILineLosses.Tell(long lines)
    {
        try
        {
            // It has another reader, and says what nothing else can.
            Console.Error.WriteLine($"{lines} log lines were dropped: nobody read standard output");
        }
        // Nobody reads that either. The number is counted all the same.
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            metrics.Dropped(TelemetrySignal.Logs, TelemetryMetrics.OutputFailed, 1);
        }
    }

    private void Write<TState>(in LogEntry<TState> entry)
    {
        var line = LineBuffer.Take();
        formatter.Write(entry, scopes, line);
        queue.Add(line.Written);
        line.Return();
    }

    private sealed class LineLogger(StandardOutput output, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => output.scopes?.Push(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (IsEnabled(logLevel))
                output.Write(new LogEntry<TState>(logLevel, category, eventId, state, exception, formatter));
        }
    }
}
