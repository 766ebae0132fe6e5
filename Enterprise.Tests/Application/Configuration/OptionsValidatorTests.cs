using Enterprise.Application.Passwords;
using Enterprise.Application.Sessions;
using Enterprise.Persistence.Database;
using Microsoft.Extensions.Options;

namespace Enterprise.Tests.Application.Configuration;

/// <summary>Every fault at once, by the name an operator sets it by, and never a secret's value.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class OptionsValidatorTests
{
    private const string Strong = "kq7zR+w3xVm9Tb/eNfJ2uYh5sLd0GcPo1aXi8QvWtZk=";
    private const string Other = "Hn4bVt6yRe1wQz8xLk3jMf7gDs9aPo2iUc5TlYhEvKw=";

    [Test]
    public void Password_defaults_with_a_pepper_are_good() =>
        Good(new PasswordOptionsValidator(), new PasswordOptions { Pepper = Strong });

    [Test]
    public void Everything_wrong_with_passwords_is_told_at_once() =>
        Bad(
            new PasswordOptionsValidator(),
            new PasswordOptions
            {
                Pepper = "",
                PreviousPeppers = "short,changeme-changeme-changeme-changeme",
                MemoryKib = 19455,
                Iterations = 1,
                Parallelism = 0,
                ConcurrentHashes = -1,
                QueueLength = -1,
                MaxWaitMilliseconds = 0,
            },
            [
                "APP_PASSWORD_PEPPER is missing (or set APP_PASSWORD_PEPPER_FILE to a file that holds it)",
                "APP_PASSWORDS__PREVIOUS_PEPPERS is shorter than 32 bytes",
                "APP_PASSWORDS__PREVIOUS_PEPPERS is a well-known example; make one with: openssl rand -base64 48",
                "APP_PASSWORDS__MEMORY_KIB must be from 19456 to 1048576",
                "APP_PASSWORDS__ITERATIONS must be from 2 to 16",
                "APP_PASSWORDS__PARALLELISM must be from 1 to 16",
                "APP_PASSWORDS__CONCURRENT_HASHES must be from 0 to 1024",
                "APP_PASSWORDS__QUEUE_LENGTH must be from 0 to 100000",
                "APP_PASSWORDS__MAX_WAIT_MILLISECONDS must be from 1 to 60000",
            ]
        );

    [Test]
    public void A_pepper_with_a_comma_is_refused_because_it_could_never_be_a_previous_one() =>
        Bad(
            new PasswordOptionsValidator(),
            new PasswordOptions { Pepper = Strong + "," },
            ["APP_PASSWORD_PEPPER must not hold a comma, which parts the peppers in APP_PASSWORDS__PREVIOUS_PEPPERS"]
        );

    [Test]
    public void Token_defaults_with_two_secrets_are_good() =>
        Good(
            new JwtOptionsValidator(TimeProvider.System),
            new JwtOptions { AccessSecret = Strong, RefreshSecret = Other }
        );

    [Test]
    public void Everything_wrong_with_tokens_is_told_at_once() =>
        Bad(
            new JwtOptionsValidator(TimeProvider.System),
            new JwtOptions
            {
                Issuer = " ",
                Audience = "",
                AccessSecret = "hunter2hunter2",
                RefreshSecret = "hunter2hunter2",
                ReloadSeconds = 0,
                CachedTokens = (1 << 20) + 1,
            },
            [
                "APP_JWT__RELOAD_SECONDS must be from 1 to 3600",
                "APP_JWT__CACHED_TOKENS must be from 0 to 1048576",
                "APP_JWT_ISSUER is missing",
                "APP_JWT_AUDIENCE is missing",
                "APP_JWT_ACCESS_SECRET is shorter than 32 bytes",
                "APP_JWT_REFRESH_SECRET is shorter than 32 bytes",
            ]
        );

    [Test]
    public void The_length_of_a_secret_is_counted_in_bytes_of_UTF_8()
    {
        Good(
            new JwtOptionsValidator(TimeProvider.System),
            new JwtOptions
            {
                AccessSecret = Strong,
                RefreshSecret =
                    "\u044f\u0436\u0438\u0440\u0443\u043f\u043b\u043e\u043a\u0442\u0432\u044b\u0449\u0448\u0447\u0446",
            }
        );
        Bad(
            new JwtOptionsValidator(TimeProvider.System),
            new JwtOptions { AccessSecret = Strong, RefreshSecret = "kq7zR+w3xVm9Tb/eNfJ2uYh5sLd0GcP" },
            ["APP_JWT_REFRESH_SECRET is shorter than 32 bytes"]
        );
    }

    [Test]
    public void Everything_wrong_with_sessions_is_told_at_once() =>
        Bad(
            new SessionOptionsValidator(),
            new SessionOptions
            {
                AccessMinutes = 61,
                IdleDays = 0,
                AbsoluteDays = 366,
            },
            [
                "APP_SESSIONS__ACCESS_MINUTES must be from 1 to 60",
                "APP_SESSIONS__IDLE_DAYS must be from 1 to 365",
                "APP_SESSIONS__ABSOLUTE_DAYS must be from 0 to 365",
            ]
        );

    [Test]
    public void A_session_does_not_end_before_it_is_idle() =>
        Bad(
            new SessionOptionsValidator(),
            new SessionOptions { IdleDays = 31 },
            ["APP_SESSIONS__ABSOLUTE_DAYS must be from 31 to 365"]
        );

    [Test]
    public void Everything_wrong_with_lock_out_is_told_at_once() =>
        Bad(
            new LockoutOptionsValidator(),
            new LockoutOptions { MaxFailures = 0, Minutes = 1441 },
            ["APP_LOCKOUT__MAX_FAILURES must be from 1 to 1000", "APP_LOCKOUT__MINUTES must be from 1 to 1440"]
        );

    [TestCase(0)]
    [TestCase(1_000_001)]
    public void A_limit_of_credentials_has_bounds(int limit) =>
        Bad(
            new CredentialLimitOptionsValidator(),
            new CredentialLimitOptions { CredentialsPerMinutePerClient = limit },
            ["APP_LIMITS__CREDENTIALS_PER_MINUTE_PER_CLIENT must be from 1 to 1000000"]
        );

    [TestCase(1)]
    [TestCase(60)]
    [TestCase(1_000_000)]
    public void Interval_and_burst_make_up_a_minute(int limit)
    {
        var options = new CredentialLimitOptions { CredentialsPerMinutePerClient = limit };

        Good(new CredentialLimitOptionsValidator(), options);
        Assert.That(options.Interval + options.Burst, Is.EqualTo(TimeSpan.FromMinutes(1)));
        Assert.That(options.Interval, Is.GreaterThan(TimeSpan.Zero));
    }

    [Test]
    public void The_defaults_of_everything_else_are_good()
    {
        Good(new SessionOptionsValidator(), new SessionOptions());
        Good(new LockoutOptionsValidator(), new LockoutOptions());
        Good(new CredentialLimitOptionsValidator(), new CredentialLimitOptions());
    }

    [Test]
    public void Everything_wrong_with_the_database_is_told_at_once_and_not_its_password() =>
        Bad(
            new DatabaseOptionsValidator(),
            new DatabaseOptions
            {
                Url = "Host=;Password=hunter2",
                OwnerUrl = "hunter2",
                DirectUrl = "postgres://ada:hunter2@localhost:99999/d",
                MaxPoolSize = 0,
                MinPoolSize = 1,
                ConnectSeconds = 0,
                CommandSeconds = 61,
                IdleMinutes = 0,
            },
            [
                "APP_DB__URL is neither a postgres:// URL nor a key=value connection string with a host",
                "APP_DB__OWNER_URL is neither a postgres:// URL nor a key=value connection string with a host",
                "APP_DB__DIRECT_URL is neither a postgres:// URL nor a key=value connection string with a host",
                "APP_DB__MAX_POOL_SIZE must be from 1 to 1000",
                "APP_DB__MIN_POOL_SIZE must be from 0 to 0",
                "APP_DB__CONNECT_SECONDS must be from 1 to 30",
                "APP_DB__COMMAND_SECONDS must be from 1 to 60",
                "APP_DB__IDLE_MINUTES must be from 1 to 60",
            ]
        );

    [TestCase("enterprise_application", true)]
    [TestCase("_a1", true)]
    [TestCase("", false)]
    [TestCase("1a", false)]
    [TestCase("Application", false)]
    [TestCase("a-b", false)]
    [TestCase("a;b", false)]
    [TestCase("role\n", false)]
    [TestCase("pg_monitor", false)]
    [TestCase("none", false)]
    [TestCase("public", false)]
    [TestCase("ada", false, Description = "It signs in.")]
    [TestCase("owner", false, Description = "It signs in.")]
    [TestCase("listener", false, Description = "It signs in.")]
    public void The_applications_role_has_a_plain_name_that_nobody_signs_in_as(string role, bool allowed)
    {
        var options = new DatabaseOptions
        {
            Url = "postgres://ada:hunter2@localhost/d",
            OwnerUrl = "Host=localhost;Username=owner",
            DirectUrl = "Host=localhost;Username=listener",
            ApplicationRole = role,
        };

        Assert.That(new DatabaseOptionsValidator().Validate(null, options).Succeeded, Is.EqualTo(allowed));
    }

    private static void Good<T>(IValidateOptions<T> validator, T options)
        where T : class => Assert.That(validator.Validate(null, options).Failures ?? [], Is.Empty);

    private static void Bad<T>(IValidateOptions<T> validator, T options, string[] faults)
        where T : class
    {
        var failures = validator.Validate(null, options).Failures?.ToArray() ?? [];

        Assert.That(failures, Is.EquivalentTo(faults));
        Assert.That(
            string.Concat(failures),
            Does.Not.Contain("hunter2").And.Not.Contain("kq7z").And.Not.Contain("changeme")
        );
    }
}
