using System.Text.Json.Nodes;
using Enterprise.Api.Setup;
using Enterprise.Tests.Architecture;
using static Enterprise.Tests.Deploy.Containers.Manifests;

namespace Enterprise.Tests.Deploy.Containers;

/// <summary>deploy/k8s: valid by schema, and in agreement with itself, the image and the program.</summary>
[Parallelizable(ParallelScope.All)]
internal sealed class KubernetesTests
{
    [Test]
    public async Task It_is_what_Kubernetes_reads() =>
        Assert.That(
            (await ReadAsync()).Faults.Where(fault => !fault.StartsWith("docker-compose", StringComparison.Ordinal)),
            Is.Empty
        );

    [Test]
    public async Task Every_file_is_applied_or_says_what_it_needs()
    {
        var manifests = await ReadAsync();
        var applied = Texts(manifests.Object("Kustomization")["resources"]);
        var files = manifests.Objects.Select(found => Text(found["file"])).Distinct();

        Assert.That(
            files.Except(applied),
            Is.EquivalentTo(["kustomization.yaml", "secret.example.yaml", "servicemonitor.yaml", "ingress.yaml"])
        );
        Assert.That(applied, Is.SubsetOf(files));
    }

    [TestCase("Deployment")]
    [TestCase("Job")]
    public async Task Pods_are_held_to_little(string kind)
    {
        var pod = Pod(await ReadAsync(), kind);
        var container = pod["containers"]![0]!;

        Assert.That(Text(pod["automountServiceAccountToken"]), Is.EqualTo("false"));
        Assert.That(Text(pod["securityContext"]!["runAsNonRoot"]), Is.EqualTo("true"));
        Assert.That(Text(pod["securityContext"]!["runAsUser"]), Is.EqualTo("1654"));
        Assert.That(Text(pod["securityContext"]!["seccompProfile"]!["type"]), Is.EqualTo("RuntimeDefault"));
        Assert.That(Text(container["securityContext"]!["readOnlyRootFilesystem"]), Is.EqualTo("true"));
        Assert.That(Text(container["securityContext"]!["allowPrivilegeEscalation"]), Is.EqualTo("false"));
        Assert.That(Texts(container["securityContext"]!["capabilities"]!["drop"]), Is.EqualTo(["ALL"]));
        Assert.That(Text(container["resources"]!["limits"]!["memory"]), Is.Not.Empty);
        Assert.That(Text(container["resources"]!["limits"]!["cpu"]), Is.Not.Empty);
    }

    [TestCase("Deployment")]
    [TestCase("Job")]
    public async Task A_secret_is_a_mounted_file_of_a_secret_that_the_example_makes(string kind)
    {
        var manifests = await ReadAsync();
        var pod = Pod(manifests, kind);
        var folder = Text(pod["containers"]![0]!["volumeMounts"]![0]!["mountPath"]);
        var keys = manifests
            .Objects.Where(found => Text(found["kind"]) == "Secret")
            .SelectMany(secret => secret["stringData"]!.AsObject().Select(entry => entry.Key));
        var variables = pod["containers"]![0]!["env"]!
            .AsArray()
            .Select(entry => (Name: Text(entry!["name"]), Value: Text(entry["value"])));

        foreach (var (name, value) in variables.Where(variable => variable.Name != "APP_ENV"))
        {
            Assert.That(name, Does.EndWith("_FILE"));
            Assert.That(value, Does.StartWith(folder + "/"));
            Assert.That(keys, Does.Contain(value[(folder.Length + 1)..]), name);
        }
    }

    [Test]
    public async Task The_owner_of_the_tables_is_known_to_the_migrator_alone() =>
        Assert.That(Pod(await ReadAsync(), "Deployment").ToJsonString(), Does.Not.Contain("owner"));

    [Test]
    public async Task Every_setting_that_it_names_is_one()
    {
        var manifests = await ReadAsync();
        var named = manifests.Object("ConfigMap")["data"]!
            .AsObject()
            .Select(entry => entry.Key)
            .Concat(Variables(manifests, "Deployment"))
            .Concat(Variables(manifests, "Job"));

        Assert.That(named.Distinct(), Is.SubsetOf(Settings));
    }

    [Test]
    public async Task Ports_are_those_of_the_image()
    {
        var manifests = await ReadAsync();
        var ports = Pod(manifests, "Deployment")["containers"]![0]!["ports"]!.AsArray();

        Assert.That(
            ports.Select(port => Text(port!["containerPort"])),
            Is.EqualTo([ImageFile.Port, ImageFile.ManagementPort])
        );
        foreach (var probe in (string[])["startupProbe", "readinessProbe", "livenessProbe"])
        {
            var asked = Pod(manifests, "Deployment")["containers"]![0]![probe]!["httpGet"]!;
            Assert.That(Text(asked["port"]), Is.EqualTo("management"), probe);
            Assert.That(Text(asked["path"]), Is.EqualTo(probe is "readinessProbe" ? "/ready" : "/health"));
        }
        var admitted = manifests.Object("NetworkPolicy", "enterprise-api")["spec"]!["ingress"]!.AsArray();
        Assert.That(
            admitted.SelectMany(rule => rule!["ports"]!.AsArray()).Select(port => Text(port!["port"])),
            Is.EqualTo([ImageFile.Port, ImageFile.ManagementPort])
        );
        Assert.That(
            Text(manifests.Object("Service", "enterprise-api-management")["spec"]!["ports"]![0]!["port"]),
            Is.EqualTo(ImageFile.ManagementPort)
        );
    }

    [Test]
    public async Task A_stop_has_the_time_that_the_program_may_take_and_the_next_one_is_ready_before()
    {
        var manifests = await ReadAsync();
        var deployment = manifests.Object("Deployment")["spec"]!;
        var probe = Pod(manifests, "Deployment")["containers"]![0]!["readinessProbe"]!;
        var server = new ServerOptions();

        Assert.That(Text(Pod(manifests, "Deployment")["terminationGracePeriodSeconds"]), Is.EqualTo("35"));
        Assert.That(server.DrainSeconds + 1 + server.StopSeconds + 2, Is.LessThan(35));
        // It is out before the drain is over.
        Assert.That((int)probe["periodSeconds"]! * (int)probe["failureThreshold"]!, Is.LessThan(server.DrainSeconds));
        Assert.That(Text(deployment["replicas"]), Is.EqualTo("2"));
        Assert.That(Text(deployment["strategy"]!["rollingUpdate"]!["maxUnavailable"]), Is.EqualTo("0"));
    }

    [Test]
    public async Task A_rollout_has_more_time_than_the_migrations_that_it_waits_for()
    {
        var manifests = await ReadAsync();

        Assert.That(
            (int)manifests.Object("Deployment")["spec"]!["progressDeadlineSeconds"]!,
            Is.GreaterThan((int)manifests.Object("Job")["spec"]!["activeDeadlineSeconds"]!)
        );
    }

    [Test]
    public async Task What_selects_pods_finds_them()
    {
        var manifests = await ReadAsync();
        var labels = manifests.Object("Deployment")["spec"]!["template"]!["metadata"]!["labels"]!.ToJsonString();

        Assert.That(
            manifests.Object("Deployment")["spec"]!["selector"]!["matchLabels"]!.ToJsonString(),
            Is.EqualTo(labels)
        );
        foreach (var service in manifests.Objects.Where(found => Text(found["kind"]) == "Service"))
            Assert.That(service["spec"]!["selector"]!.ToJsonString(), Is.EqualTo(labels));
        Assert.That(
            manifests.Object("PodDisruptionBudget")["spec"]!["selector"]!["matchLabels"]!.ToJsonString(),
            Is.EqualTo(labels)
        );
        Assert.That(
            manifests.Object("ServiceMonitor")["spec"]!["selector"]!["matchLabels"]!.ToJsonString(),
            Is.EqualTo(manifests.Object("Service", "enterprise-api-management")["metadata"]!["labels"]!.ToJsonString())
        );
    }

    [Test]
    public async Task The_image_has_the_version_of_this_checkout()
    {
        var manifests = await ReadAsync();
        var image = manifests.Object("Kustomization")["images"]![0]!;

        foreach (var kind in (string[])["Deployment", "Job"])
            Assert.That(Text(Pod(manifests, kind)["containers"]![0]!["image"]), Is.EqualTo(Text(image["name"])));
        Assert.That(
            File.ReadAllText(Path.Combine(Solution.Root, "Directory.Build.props")),
            Does.Contain($"<Version>{Text(image["newTag"])}</Version>")
        );
    }

    private static IEnumerable<string> Variables(Manifests manifests, string kind) =>
        Pod(manifests, kind)["containers"]![0]!["env"]!.AsArray().Select(entry => Text(entry!["name"]));

    private static JsonNode Pod(Manifests manifests, string kind) =>
        manifests.Object(kind)["spec"]!["template"]!["spec"]!;
}
