namespace Enterprise.Api.Swagger;

/// <summary>Whether the page for developers and the OpenAPI document exist (<c>APP_SWAGGER__...</c>).</summary>
public sealed class SwaggerOptions
{
    public const string Section = "Swagger";

    /// <summary>On in development only; where it is off there is neither page nor document.</summary>
    public bool Enabled { get; set; }
}
