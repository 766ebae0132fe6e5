using System.Runtime.Versioning;
using Enterprise.Application.Configuration;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Application.Configuration;

[Parallelizable(ParallelScope.All)]
public sealed class DevelopmentSecretsTests
{
    [Test]
    public void Secrets_are_made_once_and_then_kept()
    {
        using var folder = new TempFolder();

        var first = DevelopmentSecrets.Read(folder.Path);

        Assert.That(DevelopmentSecrets.Read(folder.Path), Is.EqualTo(first));
        Assert.That(first.Values, Is.Unique);
        Assert.That(
            first.Keys.Select(ConfigurationNames.ToEnvironment),
            Is.EquivalentTo(["APP_JWT_ACCESS_SECRET", "APP_JWT_REFRESH_SECRET", "APP_PASSWORD_PEPPER"]).IgnoreCase
        );
    }

    [Test]
    public void What_is_made_would_do_for_production()
    {
        using var folder = new TempFolder();

        foreach (var secret in DevelopmentSecrets.Read(folder.Path).Values)
        {
            Assert.That(Convert.FromBase64String(secret!), Has.Length.EqualTo(48));
            Assert.That(new SettingFaults().Secret("NAME", secret!).Result().Succeeded, Is.True);
        }
    }

    [Test]
    public void Another_checkout_has_other_secrets()
    {
        using var one = new TempFolder();
        using var other = new TempFolder();

        Assert.That(
            DevelopmentSecrets.Read(one.Path).Values,
            Is.Not.EquivalentTo(DevelopmentSecrets.Read(other.Path).Values)
        );
    }

    [Test]
    [Platform(Exclude = "Win")]
    [UnsupportedOSPlatform("windows")]
    public void Only_their_owner_can_read_the_files()
    {
        using var folder = new TempFolder();
        DevelopmentSecrets.Read(folder.Path);

        foreach (var file in Directory.EnumerateFiles(Path.Combine(folder.Path, ".local", "secrets")))
            Assert.That(File.GetUnixFileMode(file), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Test]
    public async Task Any_number_that_start_at_once_agree()
    {
        using var folder = new TempFolder();

        for (var round = 0; round < 20; round++)
        {
            var checkout = Directory.CreateDirectory(Path.Combine(folder.Path, $"{round}")).FullName;
            using var start = new Barrier(4);
            var all = await Task.WhenAll(
                Enumerable
                    .Range(0, 4)
                    .Select(_ =>
                        Task.Run(() =>
                        {
                            start.SignalAndWait(Wait.Bound);
                            return DevelopmentSecrets.Read(checkout);
                        })
                    )
            );

            foreach (var secrets in all)
                Assert.That(secrets, Is.EqualTo(all[0]));
            Assert.That(
                Directory.GetFiles(Path.Combine(checkout, ".local", "secrets")),
                Has.Length.EqualTo(3),
                "No draft is left."
            );
        }
    }

    [Test]
    public void A_secret_that_is_there_already_is_taken_as_it_is()
    {
        using var folder = new TempFolder();
        folder.Write(Path.Combine(".local", "secrets", "APP_PASSWORD_PEPPER"), "mine\n");

        Assert.That(DevelopmentSecrets.Read(folder.Path)["Passwords:Pepper"], Is.EqualTo("mine"));
    }
}
