using Enterprise.Application.Configuration;
using Microsoft.Extensions.Options;

namespace Enterprise.Api.Edge;

/// <summary>Whose pages may call this service from a browser (<c>APP_CORS__...</c>).</summary>
public sealed class CorsOptions
{
    public const string Section = "Cors";

    /// <summary>
    /// Exact origins as a browser writes them, comma-separated: <c>https://app.example.com,http://localhost:5173</c>. Empty: none, but any in
    /// development.
    /// </summary>
    public string Origins { get; set; } = "";

    /// <summary>How long a browser may remember the answer to a preflight, 0 to 86400 seconds.</summary>
    public int MaxAgeSeconds { get; set; } = 600;

    internal string[] OriginList() =>
        Origins.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

/// <summary>Lists everything that is wrong with the <see cref="CorsOptions"/> in one go.</summary>
public sealed class CorsOptionsValidator : IValidateOptions<CorsOptions>
{
    public ValidateOptionsResult Validate(string? name, CorsOptions options) =>
        new SettingFaults()
            .Check(
                "APP_CORS__ORIGINS",
                options.OriginList().All(IsOrigin),
                "must be exact origins such as https://app.example.com: http or https, small letters, no path, no default port, no star"
            )
            .Range("APP_CORS__MAX_AGE_SECONDS", options.MaxAgeSeconds, 0, 86_400)
            .Result();

    /// <summary>As RFC 6454 section 6.2 writes it, since it is compared byte by byte.</summary>
    private static bool IsOrigin(string text) =>
        !text.Contains('*', StringComparison.Ordinal)
        && Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && uri.UserInfo.Length == 0
        && uri.IdnHost.Equals(uri.DnsSafeHost, StringComparison.Ordinal)
        && uri.GetLeftPart(UriPartial.Authority) == text;
}
