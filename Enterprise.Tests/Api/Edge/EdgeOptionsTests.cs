using Enterprise.Api.Edge;
using Enterprise.Api.Setup;
using Microsoft.Extensions.Options;

namespace Enterprise.Tests.Api.Edge;

[Parallelizable(ParallelScope.All)]
public sealed class EdgeOptionsTests
{
    [TestCase("", true)]
    [TestCase("10.0.0.0/8", true)]
    [TestCase(" 10.0.0.1 , 192.168.0.0/16,2001:db8::/32 , ::1", true)]
    [TestCase("0.0.0.0/0", false)]
    [TestCase("::/0", false)]
    [TestCase("10.0.0.1/8", false)]
    [TestCase("10.0.0.0/33", false)]
    [TestCase("10/8", false)]
    [TestCase("0x0a.0.0.0/8", false)]
    [TestCase("::ffff:10.0.0.0/104", false)]
    [TestCase("10.0.0.0/8;192.168.0.0/16", false)]
    [TestCase("proxy.example.com", false)]
    [TestCase("*", false)]
    public void Proxies_are_addresses_and_networks(string networks, bool good) =>
        Judge(
            new TrustedProxiesOptionsValidator(),
            new TrustedProxiesOptions { Networks = networks },
            good,
            "APP_TRUSTED_PROXIES__NETWORKS"
        );

    [TestCase(0, false)]
    [TestCase(1, true)]
    [TestCase(10, true)]
    [TestCase(11, false)]
    public void Hops_have_bounds(int hops, bool good) =>
        Judge(
            new TrustedProxiesOptionsValidator(),
            new TrustedProxiesOptions { MaxHops = hops },
            good,
            "APP_TRUSTED_PROXIES__MAX_HOPS"
        );

    [TestCase("", true)]
    [TestCase("api.example.com, *.example.com,localhost,192.0.2.1,[::1]", true)]
    [TestCase("*", false)]
    [TestCase("*.*.com", false)]
    [TestCase("a*.example.com", false)]
    [TestCase("api.example.com:8080", false)]
    [TestCase("https://api.example.com", false)]
    [TestCase("::1", false)]
    [TestCase("[192.0.2.1]", false)]
    [TestCase("exa mple.com", false)]
    public void Hosts_are_names(string hosts, bool good) =>
        Judge(
            new ServerOptionsValidator(),
            new ServerOptions { AllowedHosts = hosts },
            good,
            "APP_SERVER__ALLOWED_HOSTS"
        );

    [TestCase("", true)]
    [TestCase("https://app.example.com, http://localhost:5173,https://[::1]:8443", true)]
    [TestCase("*", false)]
    [TestCase("null", false)]
    [TestCase("https://*.example.com", false)]
    [TestCase("https://app.example.com/", false)]
    [TestCase("https://app.example.com/x", false)]
    [TestCase("https://app.example.com:443", false)]
    [TestCase("http://app.example.com:80", false)]
    [TestCase("HTTPS://app.example.com", false)]
    [TestCase("https://App.example.com", false)]
    [TestCase("https://ada@app.example.com", false)]
    [TestCase("https://b\u00fccher.example", false)]
    [TestCase("ftp://app.example.com", false)]
    [TestCase("app.example.com", false)]
    [TestCase("https://a.example https://b.example", false)]
    public void Origins_are_exact(string origins, bool good) =>
        Judge(new CorsOptionsValidator(), new CorsOptions { Origins = origins }, good, "APP_CORS__ORIGINS");

    [TestCase(-1, false)]
    [TestCase(0, true)]
    [TestCase(86_400, true)]
    [TestCase(86_401, false)]
    public void Preflights_are_remembered_for_a_day_at_most(int seconds, bool good) =>
        Judge(
            new CorsOptionsValidator(),
            new CorsOptions { MaxAgeSeconds = seconds },
            good,
            "APP_CORS__MAX_AGE_SECONDS"
        );

    [Test]
    public void Limits_of_the_server_that_ship_are_good() =>
        Judge(new ServerLimitOptionsValidator(), new ServerLimitOptions(), true, "");

    [Test]
    public void Everything_wrong_with_them_is_told_at_once()
    {
        var failures = new ServerLimitOptionsValidator()
            .Validate(
                null,
                new ServerLimitOptions
                {
                    BodyBytes = 1023,
                    BodyBytesPerSecond = 0,
                    BodyGraceSeconds = 1,
                    HeaderBytes = 4095,
                    HeaderLines = 15,
                    RequestLineBytes = 1023,
                    HeaderSeconds = 0,
                    KeepAliveSeconds = 0,
                    Connections = 0,
                }
            )
            .Failures;

        Assert.That(
            failures,
            Is.EqualTo([
                "APP_LIMITS__BODY_BYTES must be from 1024 to 104857600",
                "APP_LIMITS__BODY_BYTES_PER_SECOND must be from 1 to 1048576",
                "APP_LIMITS__BODY_GRACE_SECONDS must be from 2 to 300",
                "APP_LIMITS__HEADER_BYTES must be from 4096 to 1048576",
                "APP_LIMITS__HEADER_LINES must be from 16 to 1000",
                "APP_LIMITS__REQUEST_LINE_BYTES must be from 1024 to 65536",
                "APP_LIMITS__HEADER_SECONDS must be from 1 to 120",
                "APP_LIMITS__KEEP_ALIVE_SECONDS must be from 1 to 3600",
                "APP_LIMITS__CONNECTIONS must be from 1 to 1000000",
            ])
        );
    }

    private static void Judge<T>(IValidateOptions<T> validator, T options, bool good, string name)
        where T : class =>
        Assert.That(
            validator.Validate(null, options).Failures ?? [],
            good ? Is.Empty : Has.Exactly(1).StartsWith(name + " ")
        );
}
