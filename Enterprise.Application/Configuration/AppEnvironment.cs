using System.Collections;

namespace Enterprise.Application.Configuration;

/// <summary>
/// What the process was started with: the name of its environment, its variables, and the checkout it was started in. Read
/// once, at the start of a program; everything else takes options.
/// </summary>
/// <param name="Name"><c>Development</c>, <c>Production</c> or another; from <c>APP_ENV</c>, in capitals as .NET has them.</param>
/// <param name="Variables">The environment's variables.</param>
/// <param name="Checkout">The folder of <c>Enterprise.Api.sln</c> above the current one; <c>null</c> where there is none.</param>
public sealed record AppEnvironment(string Name, IReadOnlyDictionary<string, string> Variables, string? Checkout)
{
    private const string Solution = "Enterprise.Api.sln";

    public bool IsDevelopment => string.Equals(Name, "Development", StringComparison.Ordinal);

    /// <summary>Reads the process's environment; production unless something says otherwise.</summary>
    public static AppEnvironment Current()
    {
        Dictionary<string, string> variables = new(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
            variables[(string)variable.Key] = (string?)variable.Value ?? "";
        return From(variables, Environment.CurrentDirectory);
    }

    /// <summary>Reads the environment from given variables and a given folder.</summary>
    public static AppEnvironment From(IReadOnlyDictionary<string, string> variables, string folder)
    {
        var name =
            variables.GetValueOrDefault("APP_ENV")
            ?? variables.GetValueOrDefault("ASPNETCORE_ENVIRONMENT")
            ?? variables.GetValueOrDefault("DOTNET_ENVIRONMENT");
        return new AppEnvironment(Capitalize(name), variables, FindCheckout(folder));
    }

    private static string Capitalize(string? name) =>
        string.IsNullOrWhiteSpace(name) ? "Production"
        : name.Trim().ToLowerInvariant() is "dev" ? "Development"
        : name.Trim().ToLowerInvariant() is "prod" ? "Production"
        : string.Concat(
            char.ToUpperInvariant(name.Trim()[0]).ToString(),
            name.Trim().AsSpan(1).ToString().ToLowerInvariant()
        );

    private static string? FindCheckout(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, Solution)))
                return at.FullName;
        return null;
    }
}
