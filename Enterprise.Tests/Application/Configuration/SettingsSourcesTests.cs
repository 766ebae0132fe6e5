using Enterprise.Application.Configuration;
using Enterprise.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace Enterprise.Tests.Application.Configuration;

/// <summary>json, then json of the environment, then .env, then variables, then the command line (requirements.md B1).</summary>
[Parallelizable(ParallelScope.All)]
public sealed class SettingsSourcesTests
{
    private const string Key = "Server:Host";
    private const string Name = "APP_SERVER__HOST";

    [Test]
    public void The_later_source_is_the_stronger()
    {
        using var folder = new TempFolder();
        folder.Write("appsettings.json", """{"Server":{"Host":"json","Port":"1"}}""");
        Assert.That(Read(folder, "Development", [])[Key], Is.EqualTo("json"));

        folder.Write("appsettings.Development.json", """{"Server":{"Host":"json of development"}}""");
        Assert.That(Read(folder, "Development", [])[Key], Is.EqualTo("json of development"));

        folder.Write(".env", $"{Name}=dotenv");
        Assert.That(Read(folder, "Development", [])[Key], Is.EqualTo("dotenv"));
        Assert.That(Read(folder, "Development", [], (Name, "variable"))[Key], Is.EqualTo("variable"));
        Assert.That(
            Read(folder, "Development", [$"--{Key}=argument"], (Name, "variable"))[Key],
            Is.EqualTo("argument")
        );
        Assert.That(Read(folder, "Development", [$"--{Key}", "argument"])[Key], Is.EqualTo("argument"));
        Assert.That(Read(folder, "Development", [])["Server:Port"], Is.EqualTo("1"), "What is not overlaid stays.");
    }

    [Test]
    public void Outside_development_neither_dotenv_nor_development_secrets_are_read()
    {
        using var folder = new TempFolder();
        folder.Write("appsettings.json", """{"Server":{"Host":"json"}}""");
        folder.Write("appsettings.Development.json", """{"Server":{"Host":"json of development"}}""");
        folder.Write(".env", $"{Name}=dotenv");

        foreach (var environment in (string[])["Production", "Staging"])
        {
            var settings = Read(folder, environment, []);
            Assert.That(settings[Key], Is.EqualTo("json"));
            Assert.That(settings["Jwt:AccessSecret"], Is.Null);
        }
        Assert.That(Directory.Exists(Path.Combine(folder.Path, ".local")), Is.False);
    }

    [Test]
    public void In_development_secrets_are_there_without_being_set_and_give_way_to_those_that_are()
    {
        using var folder = new TempFolder();
        folder.Write("appsettings.json", "{}");
        var made = Read(folder, "Development", []);

        Assert.That(made["Jwt:AccessSecret"], Has.Length.EqualTo(64));
        Assert.That(made["Passwords:Pepper"], Is.Not.Null.And.Not.EqualTo(made["Jwt:RefreshSecret"]));
        folder.Write(".env", "APP_JWT_ACCESS_SECRET=mine");
        Assert.That(Read(folder, "Development", [])["Jwt:AccessSecret"], Is.EqualTo("mine"));
    }

    [Test]
    public void A_development_outside_a_checkout_reads_no_dotenv()
    {
        using var folder = new TempFolder();
        folder.Write("appsettings.json", "{}");
        folder.Write(".env", $"{Name}=dotenv");

        var environment = new AppEnvironment("Development", new Dictionary<string, string>(), Checkout: null);
        var settings = new ConfigurationBuilder().AddSettingsSources(environment, folder.Path, []).Build();

        Assert.That(settings[Key], Is.Null);
    }

    [TestCase("")]
    [TestCase("\n")]
    [TestCase("\r\n")]
    [TestCase("\n\n")]
    public void A_secret_may_be_given_as_a_file_and_loses_only_the_line_break_at_its_end(string end)
    {
        using var folder = new TempFolder();
        folder.Write("appsettings.json", "{}");
        var file = folder.Write("secret", $" p=e#p$p\"e'r\tx {end}");

        foreach (var name in ConfigurationNames.Secrets)
            Assert.That(
                Read(folder, "Production", [], (name + "_FILE", file))[ConfigurationNames.ToKey(name)!],
                Is.EqualTo(" p=e#p$p\"e'r\tx ")
            );
    }

    [Test]
    public void Secrets_in_files_that_cannot_be_read_are_named_all_at_once_without_the_path()
    {
        using var folder = new TempFolder();
        folder.Write("appsettings.json", "{}");

        var settings = Read(
            folder,
            "Production",
            [],
            ("APP_JWT_ACCESS_SECRET_FILE", Path.Combine(folder.Path, "hunter2")),
            ("APP_DB__URL_FILE", folder.Path),
            ("APP_PASSWORD_PEPPER_FILE", "")
        );

        Assert.That(
            new SettingsReport([], settings).Faults(),
            Is.EqualTo([
                "APP_DB__URL_FILE names a file that cannot be read",
                "APP_JWT_ACCESS_SECRET_FILE names a file that cannot be read",
                "APP_PASSWORD_PEPPER_FILE names a file that cannot be read",
            ])
        );
    }

    [Test]
    public void Only_secrets_are_read_from_files()
    {
        using var folder = new TempFolder();
        folder.Write("appsettings.json", "{}");

        var settings = Read(folder, "Production", [], (Name + "_FILE", folder.Write("host", "from a file")));

        Assert.That(settings[Key], Is.Null);
    }

    [Test]
    public void A_file_wins_over_the_plain_variable_because_somebody_meant_it()
    {
        using var folder = new TempFolder();
        folder.Write("appsettings.json", "{}");

        var settings = Read(
            folder,
            "Production",
            [],
            ("APP_PASSWORD_PEPPER", "plain"),
            ("APP_PASSWORD_PEPPER_FILE", folder.Write("pepper", "filed"))
        );

        Assert.That(settings["Passwords:Pepper"], Is.EqualTo("filed"));
    }

    [Test]
    public void A_dotenv_may_name_a_file_too_and_a_variable_is_stronger()
    {
        using var folder = new TempFolder();
        folder.Write("appsettings.json", "{}");
        folder.Write(".env", $"APP_PASSWORD_PEPPER_FILE={folder.Write("pepper", "filed")}");

        Assert.That(Read(folder, "Development", [])["Passwords:Pepper"], Is.EqualTo("filed"));
        Assert.That(
            Read(folder, "Development", [], ("APP_PASSWORD_PEPPER", "plain"))["Passwords:Pepper"],
            Is.EqualTo("plain")
        );
    }

    [Test]
    public void The_settings_file_that_everything_rests_on_must_be_there()
    {
        using var folder = new TempFolder();

        Assert.That(() => Read(folder, "Production", []), Throws.TypeOf<FileNotFoundException>());
    }

    [Test]
    public void The_message_of_invalid_settings_lists_every_fault()
    {
        var exception = new InvalidSettingsException(["A is missing", "B is short"]);

        Assert.That(
            exception.Message,
            Is.EqualTo("The settings do not allow a start:\n  - A is missing\n  - B is short")
        );
        Assert.That(InvalidSettingsException.ExitCode, Is.EqualTo(78));
    }

    private static IConfigurationRoot Read(
        TempFolder folder,
        string environment,
        string[] args,
        params (string Name, string Value)[] variables
    ) =>
        new ConfigurationBuilder()
            .AddSettingsSources(
                new AppEnvironment(environment, variables.ToDictionary(set => set.Name, set => set.Value), folder.Path),
                folder.Path,
                args
            )
            .Build();
}
