using System.Text.Json;
using System.Text.Json.Serialization;
using Enterprise.Api.Development;
using Enterprise.Api.Http;
using Enterprise.Application.Configuration;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Options;

namespace Enterprise.Api.Setup;

/// <summary>Controllers, strict JSON and problem documents.</summary>
public static class HttpSetup
{
    public const int JsonMaxDepth = 16;

    public static IServiceCollection AddHttp(this IServiceCollection services)
    {
        services.AddSettings<DevRoutesOptions>(DevRoutesOptions.Section);
        services.AddSingleton<ProblemWriter>();
        services.AddLimits();
        services
            .AddControllers(options =>
            {
                options.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true;
                options.ReturnHttpNotAcceptable = true;
                // No action reads a form, and what looks for one takes the body of a picture that is called one.
                options.ValueProviderFactories.RemoveType<FormValueProviderFactory>();
                options.ValueProviderFactories.RemoveType<FormFileValueProviderFactory>();
                options.ValueProviderFactories.RemoveType<JQueryFormValueProviderFactory>();
                options.ModelBinderProviders.Insert(0, new CanonicalIds());
                options.ModelBinderProviders.Insert(0, new StrictQuery());
                options.ModelBinderProviders.Insert(0, new IfMatchBinder());
            })
            .AddJsonOptions(options => Configure(options.JsonSerializerOptions))
            .ConfigureApiBehaviorOptions(options =>
            {
                options.SuppressMapClientErrors = true;
                options.InvalidModelStateResponseFactory = MalformedRequest.ToResult;
            });
        services.AddSingleton<IConfigureOptions<MvcOptions>, DevRoutesConvention>();
        services.AddSingleton<IConfigureOptions<MvcOptions>, StrictJsonInput>();
        return services;
    }

    /// <summary>Strict reading, snake_case, times in UTC.</summary>
    internal static void Configure(JsonSerializerOptions json)
    {
        json.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        json.DictionaryKeyPolicy = JsonNamingPolicy.SnakeCaseLower;
        json.PropertyNameCaseInsensitive = false;
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        json.AllowDuplicateProperties = false;
        json.RespectNullableAnnotations = true;
        json.NumberHandling = JsonNumberHandling.Strict;
        json.MaxDepth = JsonMaxDepth;
        json.Converters.Add(new TextConverter());
        json.Converters.Add(new SecretConverter());
        json.Converters.Add(new UtcTimeConverter());
        json.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
    }
}
