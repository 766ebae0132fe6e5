using Enterprise.Api.Edge;
using Enterprise.Api.Setup;
using Enterprise.Application;
using Enterprise.Application.Configuration;
using Enterprise.Persistence;
using Microsoft.Extensions.DependencyInjection;

namespace Enterprise.Tests.Architecture;

/// <summary>Every setting is checked at start, and what ships is good.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class SettingsTests
{
    private static readonly Type[] OptionTypes =
    [
        .. Solution
            .Layers.SelectMany(assembly => assembly.GetTypes())
            .Where(type =>
                type is { IsClass: true, IsPublic: true } && type.Name.EndsWith("Options", StringComparison.Ordinal)
            ),
    ];

    [Test]
    public void There_are_options_to_look_at() => Assert.That(OptionTypes, Has.Length.GreaterThanOrEqualTo(8));

    [TestCaseSource(nameof(OptionTypes))]
    public void An_options_class_has_a_section_and_is_checked_at_start(Type type)
    {
        Assert.That(type.GetField("Section")?.GetRawConstantValue(), Is.InstanceOf<string>().And.Not.Empty);
        Assert.That(Checked(), Does.Contain(type));
    }

    [TestCaseSource(nameof(OptionTypes))]
    public void An_options_class_can_be_set_in_full(Type type)
    {
        var settable = type.GetProperties().Where(property => property.CanWrite).ToArray();

        Assert.That(settable, Is.Not.Empty);
        Assert.That(settable.Where(property => property.SetMethod is not { IsPublic: true }), Is.Empty);
        Assert.That(type.GetConstructor([]), Is.Not.Null);
    }

    [Test]
    public void The_settings_that_ship_hold_no_secret()
    {
        foreach (var file in Solution.Files("appsettings"))
            Assert.That(file.Text, Does.Not.Match("(?i)secret|pepper|password|\"url\""), file.Path);
    }

    [TestCase("Production")]
    [TestCase("Staging")]
    public void With_what_ships_only_what_has_to_be_set_is_missed(string environment)
    {
        var builder = NewBuilder(environment);
        using var provider = builder.Services.BuildServiceProvider();

        Assert.That(
            provider.GetRequiredService<SettingsReport>().Faults().Select(fault => fault.Split(' ')[0]),
            Is.EqualTo(["APP_DB__URL", "APP_JWT_ACCESS_SECRET", "APP_JWT_REFRESH_SECRET", "APP_PASSWORD_PEPPER"])
        );
    }

    /// <summary>Who is registered first stops last, and sends what all others have told until then.</summary>
    [Test]
    public void Telemetry_starts_before_everything_else_in_the_background_and_stops_after_it() =>
        Assert.That(
            NewBuilder("Production")
                .Services.Where(service => service.ServiceType == typeof(Microsoft.Extensions.Hosting.IHostedService))
                .Select(service => service.ImplementationType)
                .First(),
            Is.EqualTo(typeof(Enterprise.Api.Telemetry.TelemetryWorker))
        );

    private static Type[] Checked() =>
        [
            .. NewBuilder("Production")
                .Services.Where(service => service.ServiceType == typeof(ISettingsCheck))
                .Select(service => service.ImplementationType!)
                .Where(check => check.IsGenericType)
                .Select(check => check.GetGenericArguments()[0]),
        ];

    private static Microsoft.AspNetCore.Builder.WebApplicationBuilder NewBuilder(string name)
    {
        var builder = EnterpriseHost.CreateBuilder(
            new AppEnvironment(name, new Dictionary<string, string>(), null),
            []
        );
        builder.AddServer();
        builder.Services.AddTelemetry();
        builder.AddLogs();
        builder.Services.AddApplication();
        builder.Services.AddPersistence();
        builder.Services.AddEdge();
        builder.Services.AddHttp();
        builder.Services.AddBearerAuthentication();
        builder.Services.AddSwagger();
        return builder;
    }
}
