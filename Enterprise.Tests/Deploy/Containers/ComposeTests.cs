using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Enterprise.Api.Setup;
using Enterprise.Tests.Architecture;
using static Enterprise.Tests.Deploy.Containers.Manifests;

namespace Enterprise.Tests.Deploy.Containers;

/// <summary>docker-compose.yml. No engine is needed to hold it to what it promises.</summary>
[Parallelizable(ParallelScope.All)]
internal sealed partial class ComposeTests
{
    private static readonly string[] Programs = ["migrate", "api", "api-2"];

    [Test]
    public async Task It_is_what_Compose_reads() =>
        Assert.That(
            (await ReadAsync()).Faults.Where(fault => fault.StartsWith("docker-compose", StringComparison.Ordinal)),
            Is.Empty
        );

    [Test]
    public async Task Every_service_is_held_to_little()
    {
        foreach (var (name, service) in (await ReadAsync()).Services)
            Assert.Multiple(() =>
            {
                Assert.That(Text(service["read_only"]), Is.EqualTo("true"), name);
                Assert.That(Texts(service["cap_drop"]), Is.EqualTo(["ALL"]), name);
                // Caddy's program carries the mark of one, and does not start without.
                Assert.That(
                    Texts(service["cap_add"]),
                    Is.EqualTo(name is "proxy" ? ["NET_BIND_SERVICE"] : Array.Empty<string>()),
                    name
                );
                Assert.That(Texts(service["security_opt"]), Does.Contain("no-new-privileges:true"), name);
                foreach (
                    var forbidden in (string[])["privileged", "pid", "ipc", "network_mode", "userns_mode", "devices"]
                )
                    Assert.That(service.ContainsKey(forbidden), Is.False, $"{name} {forbidden}");
                foreach (var limit in (string[])["cpus", "mem_limit", "pids_limit"])
                    Assert.That(Text(service[limit]), Is.Not.Empty, $"{name} {limit}");
                Assert.That(Text(service["logging"]!["options"]!["max-size"]), Is.Not.Empty, name);
                Assert.That(Texts(service["volumes"]), Has.None.Contain("docker.sock"), name);
            });
    }

    [Test]
    public async Task Every_service_can_be_asked_how_it_is()
    {
        foreach (var (name, service) in (await ReadAsync()).Services)
        {
            // One ends by itself; the other's image has nothing to ask with.
            var isAsked = name is not ("migrate" or "otel-collector");
            Assert.That(Texts(service["healthcheck"]!["test"]), isAsked ? Is.Not.Empty : Is.Empty, name);
            Assert.That(Text(service["restart"]), Is.EqualTo(name is "migrate" ? "no" : "unless-stopped"), name);
        }
    }

    [Test]
    public async Task Images_are_pinned()
    {
        foreach (var (name, service) in (await ReadAsync()).Services.Where(found => !Programs.Contains(found.Key)))
            Assert.That(Text(service["image"]), Does.Match(@":v?\d+\.\d+(\.\d+)?(-alpine)?$"), name);
    }

    [Test]
    public async Task A_secret_is_a_file_and_never_a_variable()
    {
        var manifests = await ReadAsync();
        foreach (var (name, service) in manifests.Services)
        {
            var granted = Texts(service["secrets"]);
            foreach (var (variable, value) in Environment(service))
            {
                if (Secretive().IsMatch(variable) || Text(value).Contains("/run/secrets/", StringComparison.Ordinal))
                {
                    Assert.That(Text(value), Does.StartWith("/run/secrets/"), $"{name} {variable}");
                    Assert.That(granted, Does.Contain(Text(value)["/run/secrets/".Length..]), $"{name} {variable}");
                }
            }
        }
        var files = manifests.Compose["secrets"]!.AsObject();
        Assert.That(
            files.Select(secret => Text(secret.Value!["file"])),
            Is.EqualTo(
                files.Select(secret => "${API_SECRETS:?run ./eng/compose-up.sh, which makes them}/" + secret.Key)
            )
        );
    }

    [Test]
    public async Task The_owner_of_the_tables_is_known_to_the_migrator_alone()
    {
        var knowing = (await ReadAsync())
            .Services.Where(found => Texts(found.Value["secrets"]).Contains("db-owner-url"))
            .Select(found => found.Key);

        Assert.That(knowing, Is.EqualTo(["migrate"]));
    }

    [Test]
    public async Task Every_setting_that_it_names_is_one()
    {
        foreach (var (name, service) in (await ReadAsync()).Services.Where(found => Programs.Contains(found.Key)))
            Assert.That(Environment(service).Select(variable => variable.Key), Is.SubsetOf(Settings), name);
    }

    [Test]
    public async Task What_is_mounted_from_the_checkout_is_there()
    {
        var mounted = (await ReadAsync())
            .Services.SelectMany(found => Texts(found.Value["volumes"]))
            .Select(volume => Default().Replace(volume, "${default}").Split(':')[0])
            .Where(source => source.StartsWith("./", StringComparison.Ordinal))
            .ToArray();

        Assert.That(mounted, Has.Length.GreaterThan(5));
        foreach (var source in mounted)
            Assert.That(Path.Combine(Solution.Root, source), Does.Exist);
    }

    [Test]
    public async Task The_database_is_reached_by_its_programs_and_by_nobody_else()
    {
        var manifests = await ReadAsync();
        string[] In(string network) =>
            [.. manifests.Services.Where(found => Networks(found.Value).Contains(network)).Select(found => found.Key)];

        Assert.That(In("database"), Is.EquivalentTo(["postgres", "migrate", "api", "api-2"]));
        Assert.That(In("edge"), Is.EquivalentTo(["api", "api-2", "proxy", "proxy-nginx"]));
        foreach (var network in (string[])["database", "edge", "telemetry"])
            Assert.That(Text(manifests.Compose["networks"]![network]!["internal"]), Is.EqualTo("true"), network);
    }

    [Test]
    public async Task Of_all_addresses_that_of_the_proxy_is_believed_and_nobody_else_can_get_it()
    {
        var manifests = await ReadAsync();
        var given = manifests.Compose["networks"]!["edge"]!["ipam"]!["config"]![0]!;
        var believed = Plain(Service(manifests, "api")["environment"]!["APP_TRUSTED_PROXIES__NETWORKS"]);

        foreach (var name in (string[])["proxy", "proxy-nginx"])
            Assert.That(
                Plain(Service(manifests, name)["networks"]!["edge"]!["ipv4_address"]),
                Is.EqualTo(believed),
                name
            );
        var address = IPAddress.Parse(believed);
        Assert.That(IPNetwork.Parse(Plain(given["subnet"])).Contains(address), Is.True);
        Assert.That(IPNetwork.Parse(Plain(given["ip_range"])).Contains(address), Is.False);
    }

    [Test]
    public async Task Only_what_people_open_is_published_and_on_loopback_unless_said_otherwise()
    {
        foreach (var (name, service) in (await ReadAsync()).Services)
        {
            var ports = Texts(service["ports"]).Select(port => Default().Replace(port, "${default}")).ToArray();
            var isOpened = name is "proxy" or "proxy-nginx" or "grafana" or "prometheus";
            Assert.That(ports, isOpened ? Is.Not.Empty : Is.Empty, name);
            Assert.That(ports, Has.All.StartsWith("127.0.0.1:"), name);
            Assert.That(Networks(service).Contains("outside"), Is.EqualTo(isOpened), name);
        }
    }

    [Test]
    public async Task A_stop_has_the_time_that_the_program_may_take()
    {
        var manifests = await ReadAsync();
        var server = new ServerOptions();

        foreach (var name in (string[])["api", "api-2"])
            Assert.That(Text(Service(manifests, name)["stop_grace_period"]), Is.EqualTo("35s"), name);
        Assert.That(server.DrainSeconds + 1 + server.StopSeconds + 2, Is.LessThan(35));
    }

    private static JsonObject Service(Manifests manifests, string name) =>
        manifests.Services.Single(found => found.Key == name).Value;

    private static string[] Networks(JsonObject service) =>
        service["networks"] is JsonObject named
            ? [.. named.Select(network => network.Key)]
            : Texts(service["networks"]);

    private static string Plain(JsonNode? text) => Default().Replace(Text(text), "${default}");

    private static JsonObject Environment(JsonObject service) => service["environment"]?.AsObject() ?? [];

    [GeneratedRegex("(?i)password|secret|pepper|token|headers|db__(owner_)?url", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Secretive();

    // ${NAME:-default}
    [GeneratedRegex(@"\$\{\w+:-(?<default>[^}]*)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Default();
}
