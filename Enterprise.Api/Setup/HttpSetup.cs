using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Enterprise.Api.Development;
using Enterprise.Api.Http;
using Enterprise.Application.Configuration;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Formatters;
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
        services
            .AddControllers(options =>
            {
                options.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true;
                RestrictJson(options);
            })
            .AddJsonOptions(options => Configure(options.JsonSerializerOptions))
            .ConfigureApiBehaviorOptions(options =>
            {
                options.SuppressMapClientErrors = true;
                options.InvalidModelStateResponseFactory = MalformedRequest.ToResult;
            });
        services.AddSingleton<IConfigureOptions<MvcOptions>, DevRoutesConvention>();
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

    /// <summary>One content type and one encoding: UTF-16 with an odd byte would throw where nobody expects it.</summary>
    private static void RestrictJson(MvcOptions options)
    {
        foreach (var formatter in options.InputFormatters.OfType<SystemTextJsonInputFormatter>())
        {
            formatter.SupportedMediaTypes.Clear();
            formatter.SupportedMediaTypes.Add("application/json");
            formatter.SupportedEncodings.Clear();
            formatter.SupportedEncodings.Add(Encoding.UTF8);
        }
    }
}
