using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Formatters;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Enterprise.Api.Http;

/// <summary>Reads bodies of one content type in one encoding: <c>application/json</c> in UTF-8 (RFC 8259 section 8.1).</summary>
internal sealed class StrictJsonInput(IOptions<JsonOptions> json, ILoggerFactory logs) : IConfigureOptions<MvcOptions>
{
    public void Configure(MvcOptions options)
    {
        options.InputFormatters.Clear();
        options.InputFormatters.Add(new Formatter(json.Value, logs.CreateLogger<SystemTextJsonInputFormatter>()));
    }

    private sealed class Formatter : SystemTextJsonInputFormatter
    {
        private const string Type = "application/json";

        public Formatter(JsonOptions options, ILogger<SystemTextJsonInputFormatter> logger)
            : base(options, logger)
        {
            SupportedMediaTypes.Clear();
            SupportedMediaTypes.Add(Type);
            // UTF-16 with an odd number of bytes would throw where nobody expects it.
            SupportedEncodings.Clear();
            SupportedEncodings.Add(Encoding.UTF8);
        }

        /// <summary>The framework takes every type that ends in <c>+json</c> for a kind of this one.</summary>
        public override bool CanRead(InputFormatterContext context) =>
            // Nothing here unpacks a body, so one that says it is packed is no JSON.
            context.HttpContext.Request.Headers.ContentEncoding.Count == 0
            && MediaTypeHeaderValue.TryParse(context.HttpContext.Request.ContentType, out var sent)
            && sent.MediaType.Equals(Type, StringComparison.OrdinalIgnoreCase)
            && base.CanRead(context);
    }
}
