using Enterprise.Application;
using Enterprise.Application.Configuration;
using Enterprise.Application.Sessions.Keys;
using Enterprise.Tests.Application.Sessions.Keys;
using Enterprise.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Enterprise.Tests.Api.Sessions;

/// <summary>Keys as an operator sets them: by environment variables, and a report of all that is wrong.</summary>
[Parallelizable(ParallelScope.All)]
internal sealed class KeySettingsTests
{
    [Test]
    public void Keys_are_set_by_environment_variables()
    {
        using var folder = new TempFolder();
        using var provider = Compose(
            new()
            {
                ["APP_JWT__KEYS__0__KID"] = "from-a-file",
                ["APP_JWT__KEYS__0__ALGORITHM"] = "ES256",
                ["APP_JWT__KEYS__0__FILE"] = folder.Write("key.pem", KeyLab.EcPem),
                ["APP_JWT__KEYS__0__ACTIVE"] = "true",
                ["APP_JWT__KEYS__2__KID"] = "inline",
                ["APP_JWT__KEYS__2__ALGORITHM"] = "HS256",
                ["APP_JWT__KEYS__2__SECRET"] = KeyLab.Secret,
                ["APP_JWT__KEYS__2__NOT_BEFORE"] = "2030-01-02T03:04:05Z",
                ["APP_JWT__KEYS__2__RETIRE_AFTER"] = "2031-01-02T03:04:05Z",
                ["APP_JWT__KEYS_FILE"] = folder.Write(
                    "ring.json",
                    $$"""{"keys":[{"kid":"old","algorithm":"RS256","pem":{{System.Text.Json.JsonSerializer.Serialize(KeyLab.RsaPem)}},"legacy":true}]}"""
                ),
            }
        );

        Assert.That(Faults(provider), Is.Empty);
        var ring = provider.GetRequiredService<SigningKeys>();
        Assert.That(
            ring.Current.Keys.Select(key => $"{key}"),
            Is.EqualTo(["ES256 from-a-file", "HS256 inline", "RS256 old"])
        );
        Assert.That(
            ring.Find("inline")!.Times.NotBefore,
            Is.EqualTo(new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero))
        );
    }

    [Test]
    public void All_that_is_wrong_with_keys_is_told_at_once_and_no_value_is_shown()
    {
        using var provider = Compose(
            new()
            {
                ["APP_JWT__KEYS__0__KID"] = "canary kid",
                ["APP_JWT__KEYS__0__ALGORITHM"] = "canary-algorithm",
                ["APP_JWT__KEYS__1__KID"] = "b",
                ["APP_JWT__KEYS__1__ALGORITHM"] = "HS256",
                ["APP_JWT__KEYS__1__SECRET"] = "canary-short",
                ["APP_JWT__KEYS__2__KID"] = "c",
                ["APP_JWT__KEYS__2__ALGORITHM"] = "HS256",
                ["APP_JWT__KEYS__2__SECRET"] = ApiHost.Pepper,
                ["APP_JWT__KEYS_FILE"] = "/nowhere/canary.json",
            }
        );

        Assert.That(
            Faults(provider),
            Is.EqualTo([
                "APP_JWT__KEYS_FILE names a file that cannot be read",
                "APP_JWT__KEYS__0__ALGORITHM must be ES256, PS256, HS256 or, for old verifiers, RS256",
                "APP_JWT__KEYS__0__KID must have 1 to 64 characters of A-Z, a-z, 0-9, _ and -",
                "APP_JWT__KEYS__0__KID names a key that needs exactly one of secret, pem and file",
                "APP_JWT__KEYS__1__SECRET is shorter than 32 bytes",
                "APP_JWT__KEYS__2__SECRET must differ from APP_PASSWORD_PEPPER",
            ])
        );
    }

    [TestCase("ACTIVE")]
    [TestCase("LEGACY")]
    public void A_switch_that_is_no_switch_is_told_by_name(string flag)
    {
        using var provider = Compose(
            new()
            {
                ["APP_JWT_ACCESS_SECRET"] = ApiHost.AccessSecret,
                ["APP_JWT__KEYS__0__KID"] = "a",
                [$"APP_JWT__KEYS__0__{flag}"] = "canary",
            }
        );

        Assert.That(Faults(provider), Is.EqualTo([$"APP_JWT__KEYS__0__{flag} has a value of the wrong type"]));
    }

    private static IReadOnlyList<string> Faults(ServiceProvider provider) =>
        provider.GetRequiredService<SettingsReport>().Faults();

    private static ServiceProvider Compose(Dictionary<string, string> variables)
    {
        variables["APP_JWT_REFRESH_SECRET"] = ApiHost.RefreshSecret;
        variables["APP_PASSWORD_PEPPER"] = ApiHost.Pepper;
        var configuration = new ConfigurationBuilder()
            .AddSettingsSources(
                new AppEnvironment("Production", variables, null),
                Path.Combine(AppContext.BaseDirectory, "appsettings"),
                []
            )
            .Build();
        return new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddLogging()
            .AddApplication()
            .BuildServiceProvider();
    }
}
