using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Enterprise.Application.Configuration;

/// <summary>Registers options so that <see cref="SettingsReport"/> checks them at start.</summary>
public static class SettingsExtensions
{
    /// <summary>Binds an options class without rules of its own.</summary>
    public static IServiceCollection AddSettings<TOptions>(this IServiceCollection services, string section)
        where TOptions : class
    {
        services.AddOptions<TOptions>().BindConfiguration(section);
        services.AddSingleton<ISettingsCheck, SettingsCheck<TOptions>>();
        services.TryAddSingleton<SettingsReport>();
        return services;
    }

    /// <summary>Binds an options class and its validator.</summary>
    public static IServiceCollection AddSettings<TOptions, TValidator>(this IServiceCollection services, string section)
        where TOptions : class
        where TValidator : class, IValidateOptions<TOptions>
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TOptions>, TValidator>());
        return services.AddSettings<TOptions>(section);
    }
}

/// <summary>Finds out what is wrong with one options class.</summary>
public interface ISettingsCheck
{
    /// <summary>One line a fault, naming the environment variable and never its value.</summary>
    IEnumerable<string> Faults();
}

/// <inheritdoc />
internal sealed class SettingsCheck<TOptions>(IOptions<TOptions> options) : ISettingsCheck
    where TOptions : class
{
    public IEnumerable<string> Faults()
    {
        try
        {
            _ = options.Value;
            return [];
        }
        catch (OptionsValidationException exception)
        {
            return exception.Failures;
        }
        // The binder's own message repeats the value; only the place is told.
        catch (InvalidOperationException exception) when (ConfigurationNames.Place(exception.Message) is { } place)
        {
            return [$"{ConfigurationNames.ToEnvironment(place)} has a value of the wrong type"];
        }
    }
}
