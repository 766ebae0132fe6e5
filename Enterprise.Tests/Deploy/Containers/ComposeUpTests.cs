using System.Diagnostics;
using System.Text.RegularExpressions;
using Enterprise.Tests.Architecture;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Deploy.Containers;

/// <summary>eng/compose-up.sh, with a docker that only writes down what it is asked.</summary>
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed partial class ComposeUpTests : IDisposable
{
    private readonly TempFolder folder = new();

    private string State => Path.Combine(folder.Path, "state");

    private string Secrets => Path.Combine(State, "secrets");

    [SetUp]
    public void Pretend()
    {
        if (OperatingSystem.IsWindows())
            Assert.Pass("This is a script for bash; its twin is compose-up.ps1.");
        Docker("2.27.0", volumes: 1);
    }

    [Test]
    public async Task It_makes_secrets_that_only_their_owner_and_a_container_can_read()
    {
        var (code, said) = await RunAsync();

        Assert.That(code, Is.Zero, said);
        Assert.That(Mode(Secrets), Is.EqualTo("700"));
        var files = Directory.GetFiles(Secrets);
        Assert.That(files.Select(Mode), Has.All.EqualTo("444"));
        Assert.That(
            files.Select(Path.GetFileName),
            Is.EquivalentTo([
                "postgres-password",
                "db-url",
                "db-owner-url",
                "jwt-access-secret",
                "jwt-refresh-secret",
                "password-pepper",
                "grafana-password",
            ])
        );
        Assert.That(files.Select(File.ReadAllText), Is.Unique);
        Assert.That(Read("secrets/db-owner-url"), Does.Contain(Read("secrets/postgres-password")));
        foreach (var name in (string[])["jwt-access-secret", "jwt-refresh-secret", "password-pepper"])
            Assert.That(Read("secrets/" + name), Has.Length.GreaterThanOrEqualTo(64), name);
        foreach (var secret in files.Select(File.ReadAllText))
            Assert.That(said + Read("environment"), Does.Not.Contain(secret));
    }

    [Test]
    public async Task A_second_run_changes_none_of_them()
    {
        await RunAsync();
        var before = Directory.GetFiles(Secrets).Order().Select(File.ReadAllText).ToArray();
        // Now the database that was made with them is there.
        Docker("2.27.0", volumes: 0);
        var (code, said) = await RunAsync("--two");

        Assert.That(code, Is.Zero, said);
        Assert.That(Directory.GetFiles(Secrets).Order().Select(File.ReadAllText), Is.EqualTo(before));
    }

    [Test]
    public async Task A_database_whose_passwords_are_gone_gets_no_new_ones()
    {
        Docker("2.27.0", volumes: 0);
        var (code, said) = await RunAsync();

        Assert.That(code, Is.EqualTo(69));
        Assert.That(said, Does.Contain("docker volume rm enterprise-api_postgres"));
        Assert.That(Directory.GetFiles(Secrets), Is.Empty);
    }

    [Test]
    public async Task It_starts_what_was_asked_for_and_says_where_it_is()
    {
        var (code, said) = await RunAsync("--two", "--observability");

        Assert.That(code, Is.Zero, said);
        Assert.That(
            Read("asked"),
            Does.Contain($"compose --env-file {State}/environment up --build --detach --wait\n")
        );
        Assert.That(Read("environment"), Does.Contain("COMPOSE_PROFILES='caddy,two,observability'"));
        Assert.That(Read("environment"), Does.Contain("API_UPSTREAMS='api:8080 api-2:8080'"));
        Assert.That(Read("environment"), Does.Contain("APP_TELEMETRY__ENDPOINT='http://otel-collector:4317'"));
        Assert.That(Read("environment"), Does.Contain("APP_SWAGGER__ENABLED='true'"));
        Assert.That(Read("targets/enterprise-api.yml"), Is.EqualTo("- targets: [api:9464, api-2:9464]\n"));
        Assert.That(said, Does.Contain("https://localhost:8443/swagger"));
        Assert.That(said, Does.Contain("migrate create-admin --email"));
    }

    [Test]
    public async Task What_the_compose_file_must_be_told_is_told()
    {
        await RunAsync("--nginx", "--observability");
        var compose = await File.ReadAllTextAsync(Path.Combine(Solution.Root, "docker-compose.yml"));
        var needed = Required().Matches(compose).Select(match => match.Groups["name"].Value).ToHashSet();
        var told = Read("environment").Split('\n').Select(line => line.Split('=')[0]).ToArray();

        Assert.That(needed, Is.Not.Empty);
        Assert.That(needed, Is.SubsetOf(told));
        foreach (var name in told.Where(name => name.Length > 0 && !name.StartsWith('#') && name != "COMPOSE_PROFILES"))
            Assert.That(compose, Does.Contain("${" + name + ":"));
        foreach (Match secret in SecretFile().Matches(compose))
            Assert.That(Path.Combine(Secrets, secret.Groups["name"].Value), Does.Exist);
    }

    [Test]
    public async Task For_nginx_it_makes_a_certificate_and_the_list_of_instances()
    {
        var (code, said) = await RunAsync("--nginx", "--two");

        Assert.That(code, Is.Zero, said);
        Assert.That(Read("secrets/tls.crt"), Does.StartWith("-----BEGIN CERTIFICATE-----"));
        Assert.That(
            Read("nginx/upstreams.conf")
                .Split('\n')
                .Where(line => line.StartsWith("server ", StringComparison.Ordinal)),
            Is.EqualTo([
                "server api:8080 max_fails=2 fail_timeout=5s;",
                "server api-2:8080 max_fails=2 fail_timeout=5s;",
            ])
        );
        Assert.That(Read("nginx/http.conf"), Does.Contain("set $https_port \":8443\";"));
        Assert.That(
            Directory.GetFiles(Path.Combine(State, "nginx")).Select(Path.GetFileName),
            Is.EquivalentTo(
                Directory.GetFiles(Path.Combine(Solution.Root, "deploy/nginx/site")).Select(Path.GetFileName)
            )
        );
    }

    [Test]
    public async Task Stopping_stops_every_profile_and_other_words_reach_Compose_as_they_are()
    {
        await RunAsync();
        await RunAsync("--down");
        await RunAsync("--", "logs", "--follow", "api");

        Assert.That(
            Read("asked"),
            Does.Contain($"[caddy,nginx,two,observability] compose --env-file {State}/environment down\n")
        );
        Assert.That(Read("asked"), Does.Contain($"compose --env-file {State}/environment logs --follow api\n"));
    }

    [TestCase("2.19.1", 69)]
    [TestCase("v2.20.0", 0)]
    [TestCase("2.39.4-desktop.1", 0)]
    [TestCase("5.0.1", 0)]
    public async Task An_old_Compose_is_refused(string version, int expected)
    {
        Docker(version, volumes: 1);

        Assert.That((await RunAsync()).Code, Is.EqualTo(expected));
    }

    [Test]
    public async Task A_word_that_it_does_not_know_is_refused() =>
        Assert.That((await RunAsync("--three")).Code, Is.EqualTo(64));

    public void Dispose() => folder.Dispose();

    /// <summary>Puts it on the path; <paramref name="volumes"/> is its exit code when it is asked for a volume.</summary>
    private void Docker(string version, int volumes)
    {
        var path = folder.Write(
            "bin/docker",
            $$"""
            #!/usr/bin/env bash
            mkdir -p "{{State}}" && echo "[${COMPOSE_PROFILES:-}] $*" >>"{{State}}/asked"
            case "$*" in
              "compose version --short") echo "{{version}}" ;;
              "volume inspect"*) exit {{volumes}} ;;
            esac
            """
        );
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
    }

    private async Task<(int Code, string Said)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("bash", ["eng/compose-up.sh", .. arguments])
        {
            WorkingDirectory = Solution.Root,
        };
        start.Environment["PATH"] = $"{folder.Path}/bin:{start.Environment["PATH"]}";
        start.Environment["COMPOSE_STATE"] = State;
        var answer = await ToolProcess.RunAsync(start);
        return (answer.Code, answer.Said);
    }

    private string Read(string name) => File.ReadAllText(Path.Combine(State, name));

    private static string Mode(string path) =>
        OperatingSystem.IsWindows() ? "" : Convert.ToString((int)File.GetUnixFileMode(path), 8);

    [GeneratedRegex(@"\$\{(?<name>\w+):\?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Required();

    [GeneratedRegex(@"file: \$\{API_SECRETS[^}]*\}/(?<name>\S+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SecretFile();
}
