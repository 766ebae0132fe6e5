using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Net.Http.Headers;

namespace Enterprise.Api.Edge;

/// <summary>The framework's compression, for routes that ask for it by <see cref="CompressedAttribute"/> and for no other.</summary>
internal static class CompressionSetup
{
    public static IServiceCollection AddCompression(this IServiceCollection services)
    {
        services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Fastest);
        services.Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Fastest);
        return services.AddResponseCompression(compression =>
        {
            compression.Providers.Add<BrotliCompressionProvider>();
            compression.Providers.Add<GzipCompressionProvider>();
            // No problem documents: short, and written for whoever asked.
            compression.MimeTypes = ["application/json"];
            // The routes were chosen so that nothing secret is in them, whatever the scheme.
            compression.EnableForHttps = true;
        });
    }

    public static void UseCompression(this WebApplication app) =>
        app.UseWhen(
            context => context.GetEndpoint()?.Metadata.GetMetadata<CompressedAttribute>() is not null,
            branch =>
            {
                branch.UseMiddleware<VaryByEncoding>();
                branch.UseResponseCompression();
            }
        );

    /// <summary>The framework says so only to those who can read one of the encodings.</summary>
    private sealed class VaryByEncoding(RequestDelegate next)
    {
        public Task InvokeAsync(HttpContext context)
        {
            context.Response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
            return next(context);
        }
    }
}
