using System.Reflection;
using Enterprise.Api.Setup;
using Enterprise.Application.Configuration;
using Enterprise.Application.Passwords;
using Enterprise.Persistence;

namespace Enterprise.Tests.Application.Configuration;

[Parallelizable(ParallelScope.All)]
public sealed class ConfigurationNamesTests
{
    // Those of requirements.md B2 and contract.md that have an option already.
    [TestCase("APP_SERVER__HOST", "Server:Host")]
    [TestCase("APP_SERVER__PORT", "Server:Port")]
    [TestCase("APP_LOG__LEVEL", "Log:Level")]
    [TestCase("APP_DB__URL", "Db:Url")]
    [TestCase("APP_JWT_ISSUER", "Jwt:Issuer")]
    [TestCase("APP_JWT_AUDIENCE", "Jwt:Audience")]
    [TestCase("APP_JWT_ACCESS_SECRET", "Jwt:AccessSecret")]
    [TestCase("APP_JWT_REFRESH_SECRET", "Jwt:RefreshSecret")]
    [TestCase("APP_PASSWORD_PEPPER", "Passwords:Pepper")]
    [TestCase("APP_PASSWORDS__PREVIOUS_PEPPERS", "Passwords:PreviousPeppers")]
    [TestCase("APP_PASSWORDS__CONCURRENT_HASHES", "Passwords:ConcurrentHashes")]
    [TestCase("APP_LIMITS__CREDENTIALS_PER_MINUTE_PER_CLIENT", "Limits:CredentialsPerMinutePerClient")]
    [TestCase("APP_LOCKOUT__MAX_FAILURES", "Lockout:MaxFailures")]
    [TestCase("APP_LOCKOUT__MINUTES", "Lockout:Minutes")]
    [TestCase("APP_SESSIONS__ACCESS_MINUTES", "Sessions:AccessMinutes")]
    [TestCase("APP_SESSIONS__IDLE_DAYS", "Sessions:IdleDays")]
    [TestCase("APP_SESSIONS__ABSOLUTE_DAYS", "Sessions:AbsoluteDays")]
    [TestCase("APP_DEV_ROUTES__ENABLED", "DevRoutes:Enabled")]
    [TestCase("APP_ACCOUNTS__CONCEAL_EXISTENCE", "Accounts:ConcealExistence")]
    public void A_documented_name_sets_an_option_that_exists(string variable, string key)
    {
        Assert.That(ConfigurationNames.ToKey(variable), Is.EqualTo(key).IgnoreCase);
        Assert.That(ConfigurationNames.ToEnvironment(key), Is.EqualTo(variable));
        Assert.That(AllKeys(), Does.Contain(key));
    }

    // Names of contract.md whose options come with later issues: the rule must lead there already.
    [TestCase("APP_SERVER__MANAGEMENT_PORT", "Server:ManagementPort")]
    [TestCase("APP_LIMITS__REQUESTS_PER_SECOND", "Limits:RequestsPerSecond")]
    [TestCase("APP_LIMITS__REQUESTS_PER_SECOND_PER_CLIENT", "Limits:RequestsPerSecondPerClient")]
    [TestCase("APP_LIMITS__CONCURRENT_REQUESTS", "Limits:ConcurrentRequests")]
    [TestCase("APP_SESSIONS__REFRESH_LEEWAY_SECONDS", "Sessions:RefreshLeewaySeconds")]
    [TestCase("APP_SWAGGER__ENABLED", "Swagger:Enabled")]
    [TestCase("APP_TRUSTED_PROXIES__NETWORKS", "TrustedProxies:Networks")]
    [TestCase("APP_CORS__ORIGINS", "Cors:Origins")]
    public void A_documented_name_leads_both_ways(string variable, string key)
    {
        Assert.That(ConfigurationNames.ToKey(variable), Is.EqualTo(key).IgnoreCase);
        Assert.That(ConfigurationNames.ToEnvironment(key), Is.EqualTo(variable));
    }

    [Test]
    public void Every_option_that_exists_has_a_name_that_leads_back_to_it()
    {
        using (Assert.EnterMultipleScope())
            foreach (var key in AllKeys())
                Assert.That(
                    ConfigurationNames.ToKey(ConfigurationNames.ToEnvironment(key)),
                    Is.EqualTo(key).IgnoreCase
                );
    }

    [Test]
    public void No_two_options_share_a_name() =>
        Assert.That(AllKeys().Select(ConfigurationNames.ToEnvironment), Is.Unique);

    [TestCase("app_jwt_access_secret", "Jwt:AccessSecret")]
    [TestCase("App_Server__Port", "Server:Port")]
    [TestCase("APP_LOGGING__LOG_LEVEL__DEFAULT", "Logging:LogLevel:Default")]
    public void Case_makes_no_difference(string variable, string key) =>
        Assert.That(ConfigurationNames.ToKey(variable), Is.EqualTo(key).IgnoreCase);

    [TestCase("PATH")]
    [TestCase("")]
    [TestCase("APP")]
    [TestCase("MY_APP_SERVER__PORT")]
    [TestCase("ASPNETCORE_URLS")]
    public void Other_programs_variables_are_none_of_ours(string variable) =>
        Assert.That(ConfigurationNames.ToKey(variable), Is.Null);

    [Test]
    public void Every_secret_is_among_those_that_may_be_given_as_a_file() =>
        Assert.That(
            ConfigurationNames.Secrets,
            Is.SupersetOf(["APP_JWT_ACCESS_SECRET", "APP_JWT_REFRESH_SECRET", "APP_PASSWORD_PEPPER", "APP_DB__URL"])
        );

    [Test]
    public void The_binders_message_gives_up_the_place_and_not_the_value() =>
        Assert.That(
            ConfigurationNames.Place(
                "Failed to convert configuration value 'hunter2' at 'Server:Port' to type 'System.Int32'."
            ),
            Is.EqualTo("Server:Port")
        );

    private static string[] AllKeys() =>
        [
            .. new[]
            {
                typeof(PasswordOptions).Assembly,
                typeof(EnterpriseDbContext).Assembly,
                typeof(ServerOptions).Assembly,
            }
                .SelectMany(assembly => assembly.GetTypes())
                .Where(type =>
                    type.Name.EndsWith("Options", StringComparison.Ordinal) && type.GetField("Section") is not null
                )
                .SelectMany(type =>
                    type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                        .Where(property => property.CanWrite)
                        .Select(property => $"{type.GetField("Section")!.GetRawConstantValue()}:{property.Name}")
                ),
        ];
}
