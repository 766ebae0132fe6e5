using Enterprise.Application;
using Enterprise.Application.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Enterprise.Tests.Application.Configuration;

[Parallelizable(ParallelScope.All)]
public sealed class SettingsReportTests
{
    private const string Strong = "kq7zR+w3xVm9Tb/eNfJ2uYh5sLd0GcPo1aXi8QvWtZk=";
    private const string Third = "Wd8sXk2vBn6mQp0tYh4jLc9gRf3zAe7uIo1xSiVbMq5=";
    private const string Other = "Hn4bVt6yRe1wQz8xLk3jMf7gDs9aPo2iUc5TlYhEvKw=";

    [Test]
    public void Good_settings_have_no_faults() =>
        Assert.That(
            Faults(("Jwt:AccessSecret", Strong), ("Jwt:RefreshSecret", Other), ("Passwords:Pepper", Third)),
            Is.Empty
        );

    [TestCase(Strong, Strong, Third, "APP_JWT_REFRESH_SECRET must differ from APP_JWT_ACCESS_SECRET")]
    [TestCase(Strong, Other, Strong, "APP_PASSWORD_PEPPER must differ from APP_JWT_ACCESS_SECRET")]
    [TestCase(Strong, Other, Other, "APP_PASSWORD_PEPPER must differ from APP_JWT_REFRESH_SECRET")]
    public void One_secret_serves_one_purpose(string access, string refresh, string pepper, string fault) =>
        Assert.That(
            Faults(("Jwt:AccessSecret", access), ("Jwt:RefreshSecret", refresh), ("Passwords:Pepper", pepper)),
            Is.EqualTo([fault])
        );

    [Test]
    public void Without_any_settings_every_secret_is_missed_at_once() =>
        Assert.That(
            Faults().Select(fault => fault.Split(' ')[0]),
            Is.EqualTo(["APP_JWT_ACCESS_SECRET", "APP_JWT_REFRESH_SECRET", "APP_PASSWORD_PEPPER"])
        );

    [TestCase("Passwords:Iterations", "hunter2", "APP_PASSWORDS__ITERATIONS")]
    [TestCase("Passwords:MemoryKib", "99999999999999", "APP_PASSWORDS__MEMORY_KIB")]
    [TestCase("Accounts:ConcealExistence", "hunter2", "APP_ACCOUNTS__CONCEAL_EXISTENCE")]
    [TestCase("Sessions:IdleDays", "1.5", "APP_SESSIONS__IDLE_DAYS")]
    public void A_value_of_the_wrong_type_is_named_and_not_repeated(string key, string value, string name)
    {
        var faults = Faults(
            (key, value),
            ("Jwt:AccessSecret", Strong),
            ("Jwt:RefreshSecret", Other),
            ("Passwords:Pepper", Third)
        );

        Assert.That(faults, Is.EqualTo([$"{name} has a value of the wrong type"]));
    }

    private static IReadOnlyList<string> Faults(params (string Key, string Value)[] settings)
    {
        using var provider = new ServiceCollection()
            .AddSingleton<IConfiguration>(
                new ConfigurationBuilder()
                    .AddInMemoryCollection(
                        settings.Select(setting => new KeyValuePair<string, string?>(setting.Key, setting.Value))
                    )
                    .Build()
            )
            .AddLogging()
            .AddApplication()
            .BuildServiceProvider();
        return provider.GetRequiredService<SettingsReport>().Faults();
    }
}
