using System.Text.RegularExpressions;
using Enterprise.Tests.Architecture;

namespace Enterprise.Tests.Deploy.Containers;

/// <summary>eng/compose-up.sh where something runs already: what is kept, and how instances are exchanged.</summary>
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed partial class ComposeUpgradeTests : IDisposable
{
    private readonly ComposeUp script = new();

    [SetUp]
    public void Pretend() => script.Pretend();

    [Test]
    public async Task What_was_given_once_is_kept_until_it_is_given_anew()
    {
        script.Give("APP_CORS__ORIGINS", "https://app.example.com");
        script.Give("SITE_ADDRESS", "api.example.com");
        await script.RunAsync("--two", "--observability");
        script.Give("SITE_ADDRESS", "");
        script.Give("APP_IMAGE_TAG", "0.2.0");
        script.Take("APP_CORS__ORIGINS");
        await script.RunAsync();

        var environment = script.Read("environment");
        Assert.That(environment, Does.Contain("APP_CORS__ORIGINS='https://app.example.com'\n"));
        Assert.That(environment, Does.Contain("APP_IMAGE_TAG='0.2.0'\n"));
        Assert.That(environment, Does.Not.Contain("SITE_ADDRESS").And.Not.Contain("otel-collector"));
        script.Give("TLS", "it's");
        Assert.That((await script.RunAsync()).Code, Is.EqualTo(69));
    }

    [Test]
    public async Task Every_variable_that_people_may_give_reaches_Compose()
    {
        var compose = await File.ReadAllTextAsync(Path.Combine(Solution.Root, "docker-compose.yml"));
        var names = Variable().Matches(compose).Select(match => match.Groups["name"].Value).Distinct().ToArray();
        foreach (var name in names)
            script.Give(name, "of-" + name);
        await script.RunAsync("--nginx");

        Assert.That(names, Has.Length.GreaterThan(15));
        foreach (var name in names)
            Assert.That(script.Read("environment"), Does.Match($"(?m)^{name}='"), name);
    }

    [Test]
    public async Task An_upgrade_builds_and_migrates_and_exchanges_one_after_the_other()
    {
        await script.RunAsync("--two", "--nginx");
        File.Delete(Path.Combine(script.State, "asked"));
        var (code, said) = await script.RunAsync("--upgrade");

        Assert.That(code, Is.Zero, said);
        var compose = $"[nginx,two] compose --env-file {script.State}/environment";
        const string reload =
            "exec -T proxy-nginx nginx -s reload -e stderr -c /etc/nginx/enterprise/nginx.conf -g pid /tmp/nginx.pid;";
        Assert.That(
            script.Asked(),
            Is.EqualTo([
                $"{compose} build api",
                $"{compose} run --rm -T migrate",
                $"{compose} up --detach --no-deps --no-build --wait api",
                $"{compose} {reload}",
                $"{compose} up --detach --no-deps --no-build --wait api-2",
                $"{compose} {reload}",
            ])
        );
    }

    [Test]
    public async Task The_way_back_neither_builds_nor_migrates()
    {
        await script.RunAsync("--two");
        File.Delete(Path.Combine(script.State, "asked"));
        script.Give("APP_IMAGE_TAG", "0.1.0");
        var (code, said) = await script.RunAsync("--exchange");

        Assert.That(code, Is.Zero, said);
        Assert.That(
            script.Read("environment"),
            Does.Contain("APP_IMAGE_TAG='0.1.0'").And.Contain("'api:8080 api-2:8080'")
        );
        Assert.That(
            script.Asked(),
            Is.EqualTo(
                from name in (string[])["api", "api-2"]
                select $"[caddy,two] compose --env-file {script.State}/environment up --detach --no-deps --no-build --wait {name}"
            )
        );
    }

    public void Dispose() => script.Dispose();

    // ${NAME:-default}
    [GeneratedRegex(@"\$\{(?<name>[A-Z_]+):-", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Variable();
}
