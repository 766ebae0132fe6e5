using Enterprise.Api.Limits;
using Enterprise.Application.Configuration;
using Microsoft.AspNetCore.Mvc;

namespace Enterprise.Api.Setup;

/// <summary>What the limits of the pipeline need.</summary>
internal static class LimitsSetup
{
    public static IServiceCollection AddLimits(this IServiceCollection services)
    {
        services.AddSettings<LimitOptions, LimitOptionsValidator>(LimitOptions.Section);
        services.AddSingleton<Deadlines>();
        services.AddSingleton<Places>();
        services.AddSingleton<CredentialPolicy>();
        services.Configure<MvcOptions>(options => options.Filters.Add<AnswerFilter>());
        return services;
    }
}
