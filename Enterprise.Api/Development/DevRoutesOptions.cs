using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.Extensions.Options;

namespace Enterprise.Api.Development;

/// <summary>Whether the routes for developers exist (<c>APP_DEV_ROUTES__...</c>).</summary>
public sealed class DevRoutesOptions
{
    public const string Section = "DevRoutes";

    /// <summary>On in development only; where it is off there is no such route.</summary>
    public bool Enabled { get; set; }
}

/// <summary>Takes the routes for developers out of the application where they are off.</summary>
internal sealed class DevRoutesConvention(IOptions<DevRoutesOptions> routes)
    : IConfigureOptions<MvcOptions>,
        IApplicationModelConvention
{
    public void Configure(MvcOptions options) => options.Conventions.Add(this);

    public void Apply(ApplicationModel application)
    {
        if (routes.Value.Enabled)
            return;
        foreach (var controller in application.Controllers.Where(IsForDevelopers).ToArray())
            application.Controllers.Remove(controller);
    }

    private static bool IsForDevelopers(ControllerModel controller) =>
        controller.ControllerType == typeof(DevController);
}
