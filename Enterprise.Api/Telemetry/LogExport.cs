using Enterprise.Api.Http;
using Enterprise.Api.Telemetry.Otlp;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Resources;

namespace Enterprise.Api.Telemetry;

/// <summary>
/// Sends log lines to the collector, beside standard output: those that the levels let through, with the trace and the span that they were
/// written in. Of scopes only that of the request goes along; what the framework adds of its own holds paths and addresses. What finds
/// the queue full is dropped, so no request ever waits here.
/// </summary>
[ProviderAlias("OpenTelemetry")]
internal sealed class LogExport : ILoggerProvider, ISupportExternalScope
{
    private readonly BaseProcessor<LogRecord>? processor;
    private readonly OpenTelemetryLoggerProvider? provider;

    public LogExport(OtlpExport otlp, TelemetryResource resource)
    {
        processor = otlp.NewLogProcessor();
        if (processor is null)
            return;
        var builder = ResourceBuilder.CreateEmpty();
        resource.Describe(builder);
        var options = new OpenTelemetryLoggerOptions { IncludeFormattedMessage = true, IncludeScopes = true };
        provider = new OpenTelemetryLoggerProvider(
            new Settled(options.SetResourceBuilder(builder).AddProcessor(processor))
        );
    }

    /// <summary>
    /// Whether log lines are sent, which has to be known before anything is made. Settings that are wrong say no: nothing starts with those,
    /// and the report of all that is wrong tells them.
    /// </summary>
    public static bool IsWanted(IConfiguration configuration) =>
        Read(configuration) is { } options
        && new TelemetryOptionsValidator().Validate(null, options).Succeeded
        && !new OtlpVariablesCheck(configuration).Faults().Any()
        && OtlpTarget.Of(TelemetrySignal.Logs, options, new OtlpVariables(configuration)) is not null;

    public ILogger CreateLogger(string categoryName) =>
        provider?.CreateLogger(categoryName) ?? Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) =>
        (provider as ISupportExternalScope)?.SetScopeProvider(new RequestScopes(scopeProvider));

    /// <summary>Sends what is waiting and ends; gives whether all of it went within the time. Later lines are on standard output only.</summary>
    public Task<bool> ShutdownAsync(TimeSpan limit, CancellationToken ct) =>
        processor is null
            ? Task.FromResult(true)
            : Task.Run(() => processor.Shutdown((int)limit.TotalMilliseconds), ct);

    public void Dispose()
    {
        // As with the other signals: see TelemetrySdk.
        processor?.Shutdown((int)TelemetrySdk.DisposeLimit.TotalMilliseconds);
        provider?.Dispose();
    }

    private static TelemetryOptions? Read(IConfiguration configuration)
    {
        try
        {
            return configuration.GetSection(TelemetryOptions.Section).Get<TelemetryOptions>() ?? new TelemetryOptions();
        }
        catch (InvalidOperationException)
        {
            // A value of the wrong type, which the report names.
            return null;
        }
    }

    /// <summary>Options that never change.</summary>
    private sealed class Settled(OpenTelemetryLoggerOptions options) : IOptionsMonitor<OpenTelemetryLoggerOptions>
    {
        public OpenTelemetryLoggerOptions CurrentValue => options;

        public OpenTelemetryLoggerOptions Get(string? name) => options;

        public IDisposable? OnChange(Action<OpenTelemetryLoggerOptions, string?> listener) => null;
    }

    /// <summary>The scopes of the host, of which only that of the request is passed on.</summary>
    private sealed class RequestScopes(IExternalScopeProvider all) : IExternalScopeProvider
    {
        public void ForEachScope<TState>(Action<object?, TState> callback, TState state) =>
            all.ForEachScope(
                static (scope, pass) =>
                {
                    if (scope is RequestScope)
                        pass.callback(scope, pass.state);
                },
                (callback, state)
            );

        public IDisposable Push(object? state) => all.Push(state);
    }
}
