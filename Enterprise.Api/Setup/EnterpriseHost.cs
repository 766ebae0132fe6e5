using Enterprise.Api.Edge;
using Enterprise.Application.Configuration;
using Enterprise.Persistence.Database;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Enterprise.Api.Setup;

/// <summary>The host itself: its settings, its server, its start.</summary>
public static class EnterpriseHost
{
    /// <summary>Starts a builder whose settings come from our sources alone.</summary>
    public static WebApplicationBuilder CreateBuilder(AppEnvironment environment, string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions
            {
                Args = args,
                EnvironmentName = environment.Name,
                ContentRootPath = AppContext.BaseDirectory,
                ApplicationName = typeof(EnterpriseHost).Assembly.GetName().Name,
            }
        );
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddSettingsSources(
            environment,
            Path.Combine(AppContext.BaseDirectory, "appsettings"),
            args
        );
        return builder;
    }

    /// <summary>Kestrel on the configured address.</summary>
    public static void AddServer(this WebApplicationBuilder builder)
    {
        builder.Services.AddSettings<ServerOptions, ServerOptionsValidator>(ServerOptions.Section);
        builder.Services.AddSettings<ServerLimitOptions, ServerLimitOptionsValidator>(ServerLimitOptions.Section);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            // The server is made before the application, so this is the first place that reads a setting.
            kestrel.ApplicationServices.DemandValidSettings();
            kestrel.AddServerHeader = false;
            var limits = kestrel.ApplicationServices.GetRequiredService<IOptions<ServerLimitOptions>>().Value;
            limits.Apply(kestrel.Limits);
            kestrel.ConfigureEndpointDefaults(listen =>
            {
                // HTTP/2 without a proxy in front is a way to ask for more than one can pay for (CVE-2023-44487).
                listen.Protocols = HttpProtocols.Http1;
                listen.CloseSilentConnections(limits.FirstByteLimit);
            });
            kestrel.ApplicationServices.GetRequiredService<IOptions<ServerOptions>>().Value.Listen(kestrel);
        });
    }

    /// <summary>Refuses to start with settings that are missing, weak or wrong, naming all of them at once.</summary>
    public static void DemandValidSettings(this IServiceProvider services)
    {
        if (services.GetRequiredService<SettingsReport>().Faults() is { Count: > 0 } faults)
            throw new InvalidSettingsException(faults);
    }

    /// <summary>Applies pending migrations where <c>APP_DB__MIGRATE_AT_START</c> says so.</summary>
    public static async Task MigrateIfAskedAsync(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<DatabaseOptions>>().Value.MigrateAtStart)
            await app.Services.GetRequiredService<SchemaMigrator>().ApplyAsync(app.Lifetime.ApplicationStopping);
    }
}
