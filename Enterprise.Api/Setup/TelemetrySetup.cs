using Enterprise.Api.Telemetry;
using Enterprise.Api.Telemetry.Otlp;
using Enterprise.Api.Telemetry.Prometheus;
using Enterprise.Application;
using Enterprise.Application.Configuration;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Enterprise.Api.Setup;

/// <summary>Traces, metrics and logs for those who run it.</summary>
internal static class TelemetrySetup
{
    private static readonly TelemetrySources Sources = new(
        [
            Meters.Name,
            "Microsoft.AspNetCore.Hosting",
            "Microsoft.AspNetCore.Server.Kestrel",
            "Microsoft.AspNetCore.Routing",
            "Microsoft.AspNetCore.Authentication",
            "Microsoft.AspNetCore.Authorization",
            "Microsoft.AspNetCore.MemoryPool",
            "Npgsql",
            "Microsoft.EntityFrameworkCore",
            "System.Runtime",
        ],
        ["Microsoft.AspNetCore", "Npgsql", "System.Net.Http", Traces.Name]
    );

    /// <summary>Comes before whatever runs in the background: see <see cref="TelemetryWorker"/>.</summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services)
    {
        services.AddSettings<TelemetryOptions, TelemetryOptionsValidator>(TelemetryOptions.Section);
        services.AddSingleton<ISettingsCheck, OtlpVariablesCheck>();
        services.AddInstruments<TelemetryMetrics>();
        services.AddSingleton<TelemetryResource>();
        services.AddSingleton(Sources);
        services.AddSingleton<MeterChoice>();
        services.AddSingleton<OtlpExport>();
        services.AddSingleton<PrometheusExporter>();
        services.AddSingleton<Scrapes>();
        services.AddSingleton<PageResult>();
        services.AddSingleton<IConfigureOptions<MvcOptions>, PrometheusConvention>();
        services.AddSingleton<TelemetrySdk>();
        services.AddHostedService<TelemetryWorker>();
        return services;
    }
}
