using Enterprise.Api.Telemetry.Otlp;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.Extensions.Options;

namespace Enterprise.Api.Telemetry.Prometheus;

/// <summary>Takes <c>/metrics</c> out of the application where it is off.</summary>
internal sealed class PrometheusConvention(IOptions<TelemetryOptions> telemetry, IConfiguration configuration)
    : IConfigureOptions<MvcOptions>,
        IApplicationModelConvention
{
    public void Configure(MvcOptions options) => options.Conventions.Add(this);

    public void Apply(ApplicationModel application)
    {
        if (telemetry.Value.Prometheus && !new OtlpVariables(configuration).IsDisabled)
            return;
        foreach (var controller in application.Controllers.Where(IsPage).ToArray())
            application.Controllers.Remove(controller);
    }

    private static bool IsPage(ControllerModel controller) => controller.ControllerType == typeof(PrometheusController);
}
