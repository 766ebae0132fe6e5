using System.Buffers.Text;
using System.Security.Cryptography;
using Enterprise.Application.Configuration;

namespace Enterprise.Tests.Application.Configuration;

[Parallelizable(ParallelScope.All)]
public sealed class ExampleSecretsTests
{
    [TestCase("changeme-changeme-changeme-changeme")]
    [TestCase("CHANGE_ME_CHANGE_ME_CHANGE_ME_CHANGE_ME")]
    [TestCase("please-change-this-secret-in-production")]
    [TestCase("replace-this-with-a-long-random-string!!")]
    [TestCase("your-256-bit-secret-your-256-bit-secret")]
    [TestCase("a-string-secret-at-least-256-bits-long", Description = "jwt.io")]
    [TestCase(
        "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow",
        Description = "RFC 7515, A.1"
    )]
    [TestCase("404E635266556A586E3272357538782F413F4428472B4B6250645367566B5970", Description = "Spring tutorials")]
    [TestCase("this-is-a-secret-key-for-development-only")]
    [TestCase("this is my super secret key for my api!")]
    [TestCase("ThisIsMySecretKeyForJwtAuthentication123")]
    [TestCase("supersecretsupersecretsupersecretsecret")]
    [TestCase("super_secret_key_that_nobody_will_guess")]
    [TestCase("0123456789012345678901234567890123456789")]
    [TestCase("12345678901234567890123456789012")]
    [TestCase("abcdefghijklmnopqrstuvwxyz0123456789")]
    [TestCase("passwordpasswordpasswordpassword")]
    [TestCase("insecure-development-secret-do-not-use")]
    [TestCase("correct horse battery staple and more")]
    [TestCase("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [TestCase("abababababababababababababababababababab")]
    [TestCase("00000000000000000000000000000000")]
    [TestCase("example-secret-for-the-documentation-page")]
    [TestCase("placeholder-placeholder-placeholder-1234")]
    [TestCase("Lorem ipsum dolor sit amet, consectetur")]
    public void What_stands_in_manuals_is_refused(string secret) =>
        Assert.That(FaultOf(secret), Does.Contain("well-known"));

    [Test]
    public void What_was_drawn_at_random_is_taken_ten_thousand_times_over()
    {
        for (var i = 0; i < 10_000; i++)
        {
            var bytes = RandomNumberGenerator.GetBytes(48);
            foreach (
                var secret in (string[])
                    [
                        Convert.ToBase64String(bytes),
                        Base64Url.EncodeToString(bytes),
                        Convert.ToHexString(bytes),
                        Convert.ToHexStringLower(bytes.AsSpan(0, 32)),
                    ]
            )
                Assert.That(FaultOf(secret), Is.Null);
        }
    }

    [TestCase("")]
    [TestCase("   ")]
    [TestCase("                                        ")]
    public void White_space_is_no_secret(string secret) => Assert.That(FaultOf(secret), Does.Contain("is missing"));

    [Test]
    public void No_fault_repeats_the_secret()
    {
        foreach (var secret in (string[])["hunter2", "hunter2-changeme-changeme-changeme-changeme"])
            Assert.That(FaultOf(secret), Is.Not.Null.And.Not.Contain("hunter2"));
    }

    [Test]
    public void Every_fault_is_kept_and_none_is_made_up()
    {
        var result = new SettingFaults()
            .Secret("A", "short")
            .Required("B", " ")
            .Range("C", 11, 1, 10)
            .Range("D", 10, 1, 10)
            .Check("E", false, "is odd")
            .Check("F", true, "is even")
            .Secrets("G", ["", "x"])
            .Result();

        Assert.That(
            result.Failures,
            Is.EqualTo([
                "A is shorter than 32 bytes",
                "B is missing",
                "C must be from 1 to 10",
                "E is odd",
                "G is missing (or set G_FILE to a file that holds it)",
                "G is shorter than 32 bytes",
            ])
        );
        Assert.That(new SettingFaults().Result().Succeeded, Is.True);
    }

    private static string? FaultOf(string secret) =>
        new SettingFaults().Secret("NAME", secret).Result().Failures?.Single();
}
