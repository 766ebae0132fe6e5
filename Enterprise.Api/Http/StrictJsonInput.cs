using System.Buffers;
using System.IO.Pipelines;
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
        private const string MarkFault = "This is JSON in UTF-8 without a byte order mark.";

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
            && IsInUtf8(sent)
            && base.CanRead(context);

        /// <summary>The framework throws at a charset without a name, and takes the first of two.</summary>
        private static bool IsInUtf8(MediaTypeHeaderValue type)
        {
            var charsets = 0;
            foreach (var parameter in type.Parameters)
                if (parameter.Name.Equals("charset", StringComparison.OrdinalIgnoreCase))
                {
                    charsets++;
                    var name = HeaderUtilities.RemoveQuotes(parameter.Value);
                    if (!name.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
                        return false;
                }
            return charsets <= 1;
        }

        /// <summary>
        /// The framework passes over a byte order mark, which a sender must not put there (RFC 8259 section 8.1) and others do not pass over.
        /// </summary>
        public override async Task<InputFormatterResult> ReadRequestBodyAsync(InputFormatterContext context)
        {
            var request = context.HttpContext.Request;
            if (await StartsWithMarkAsync(request.BodyReader, context.HttpContext.RequestAborted))
            {
                context.ModelState.TryAddModelException(context.ModelName, new UnreadableException(MarkFault));
                return await InputFormatterResult.FailureAsync();
            }
            request.Body = request.BodyReader.AsStream(leaveOpen: true);
            return await base.ReadRequestBodyAsync(context);
        }

        private static async Task<bool> StartsWithMarkAsync(PipeReader body, CancellationToken ct)
        {
            var mark = Encoding.UTF8.GetPreamble();
            var start = (await body.ReadAtLeastAsync(mark.Length, ct)).Buffer;
            var isMarked = start.Length >= mark.Length && start.Slice(0, mark.Length).ToArray().SequenceEqual(mark);
            body.AdvanceTo(start.Start);
            return isMarked;
        }
    }
}
