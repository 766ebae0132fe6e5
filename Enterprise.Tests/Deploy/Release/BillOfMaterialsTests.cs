using System.Text.Json;
using Enterprise.Release;
using Enterprise.Release.Bom;
using Enterprise.Tests.Architecture;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Deploy.Release;

/// <summary>The bill of materials of a release: complete, true, and as its standard says.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class BillOfMaterialsTests
{
#if FULL_REGISTRY
    private const string LockFile = "packages.full.lock.json";
#else
    private const string LockFile = "packages.lock.json";
#endif

    // Licences that MIT's may stand beside, and that ask for no source.
    private static readonly string[] Permissive = ["MIT", "Apache-2.0", "PostgreSQL", "BSD-2-Clause", "BSD-3-Clause"];

    private static readonly Stamp Some = new(
        "1.2.3",
        new string('c', 40),
        new DateTimeOffset(2026, 3, 14, 9, 26, 53, TimeSpan.Zero),
        new string('c', 40)
    );

    private static readonly string Text = Make(Some);
    private static readonly JsonElement Bill = JsonElement.Parse(Text);
    private static readonly JsonElement[] Components = [.. Bill.GetProperty("components").EnumerateArray()];
    private static readonly JsonElement[] Packages =
    [
        .. Components.Where(part =>
            part.GetProperty("bom-ref").GetString()!.StartsWith("pkg:nuget/", StringComparison.Ordinal)
        ),
    ];

    [Test]
    public async Task It_is_valid_by_the_official_schema()
    {
        ReleaseChecks.Need();

        var faults = await ReleaseChecks.AskAsync("bill.mjs", Text);

        Assert.That(faults.ValueKind, Is.EqualTo(JsonValueKind.Null), faults.ToString());
    }

    [Test]
    public async Task The_official_schema_finds_what_is_wrong()
    {
        ReleaseChecks.Need();

        var faults = await ReleaseChecks.AskAsync("bill.mjs", Text.Replace("\"required\"", "\"perhaps\""));

        Assert.That(faults.GetArrayLength(), Is.GreaterThan(0));
    }

    [Test]
    public void Every_package_that_the_program_loads_is_in_it_with_its_version()
    {
        var loaded = Loaded().ToArray();

        Assert.That(loaded, Has.Length.GreaterThan(15));
        Assert.That(loaded, Is.SubsetOf(Packages.Select(Name)));
    }

    [Test]
    public void What_it_calls_required_is_what_the_program_loads() =>
        Assert.That(
            Packages.Where(part => part.GetProperty("scope").GetString() == "required").Select(Name),
            Is.SubsetOf(Loaded())
        );

    [Test]
    public void Our_assemblies_and_the_frameworks_are_in_it() =>
        Assert.That(
            Components.Except(Packages).Select(Name),
            Is.EquivalentTo([
                "Enterprise.Application/1.2.3",
                "Enterprise.Domain/1.2.3",
                "Enterprise.Migrations/1.2.3",
                "Enterprise.Persistence/1.2.3",
                "Microsoft.NETCore.App/10.0.0",
                "Microsoft.AspNetCore.App/10.0.0",
            ])
        );

    [Test]
    public void Nothing_that_only_builds_or_tests_is_in_it() =>
        Assert.That(
            Components.Select(Name),
            Has.None.Match(
                "NUnit|coverlet|Meziantou|Roslynator|BannedApi|Testing|EntityFrameworkCore.Design|CodeAnalysis"
            )
        );

    [Test]
    public void Every_package_has_a_hash_and_a_licence_that_ours_may_stand_beside()
    {
        Assert.That(
            Packages.Select(part => part.GetProperty("hashes")[0].GetProperty("content").GetString()),
            Has.All.Match("^[0-9a-f]{128}$")
        );
        Assert.That(
            Packages
                .Select(part => part.GetProperty("licenses")[0].GetProperty("license").GetProperty("id").GetString())
                .Distinct(),
            Is.SubsetOf(Permissive)
        );
    }

    [Test]
    public void What_depends_on_what_is_told_of_every_part()
    {
        var lines = Bill.GetProperty("dependencies").EnumerateArray().ToArray();
        var told = lines.Select(line => line.GetProperty("ref").GetString()).ToArray();
        var known = Components
            .Append(Bill.GetProperty("metadata").GetProperty("component"))
            .Select(part => part.GetProperty("bom-ref").GetString());

        Assert.That(told, Is.EquivalentTo(known));
        Assert.That(
            lines
                .SelectMany(line => line.GetProperty("dependsOn").EnumerateArray())
                .Select(line => line.GetString())
                .Distinct(),
            Is.SubsetOf(told)
        );
    }

    [Test]
    public void The_same_commit_gives_the_same_text_and_another_one_another_serial_number()
    {
        var other = JsonElement.Parse(Make(Some with { Tree = new string('d', 40) }));

        Assert.That(Make(Some), Is.EqualTo(Text));
        Assert.That(
            Bill.GetProperty("metadata").GetProperty("timestamp").GetString(),
            Is.EqualTo("2026-03-14T09:26:53Z")
        );
        Assert.That(
            other.GetProperty("serialNumber").GetString(),
            Is.Not.EqualTo(Bill.GetProperty("serialNumber").GetString())
        );
    }

    [Test]
    public void A_serial_number_is_made_as_the_RFC_says() =>
        // Made by Python's uuid.uuid5(uuid.NAMESPACE_URL, "urn:enterprise-api:example").
        Assert.That(
            NameId.Make("urn:enterprise-api:example"),
            Is.EqualTo(new Guid("edb47e9d-b06a-5418-a633-e3c34ff0ce97"))
        );

    [Test]
    public void A_package_that_is_not_the_one_of_the_lock_file_is_refused()
    {
        using var folder = new TempFolder();
        var text = File.ReadAllText(Path.Combine(Solution.Root, "Enterprise.Api", LockFile));
        var hash = Packages[0].GetProperty("properties")[0].GetProperty("value").GetString()!;
        var path = folder.Write("other.json", text.Replace(hash, Convert.ToBase64String(new byte[64])));

        Assert.That(
            () => BillOfMaterials.Make(Solution.Root, Some, "10.0.100", path),
            Throws.TypeOf<ReleaseException>().With.Message.Contain("is not the package of the lock file")
        );
    }

    private static string Make(Stamp stamp) => BillOfMaterials.Make(Solution.Root, stamp, "10.0.100", LockFile);

    private static string Name(JsonElement part) =>
        $"{part.GetProperty("name").GetString()}/{part.GetProperty("version").GetString()}";

    // What the SDK wrote for the host: the packages of the program, metapackages apart, which have nothing to load.
    private static IEnumerable<string> Loaded()
    {
        var output = Path.GetRelativePath(
            Path.Combine(Solution.Root, "Enterprise.Tests"),
            AppContext.BaseDirectory.TrimEnd('/', '\\')
        );
        var file = Path.Combine(Solution.Root, "Enterprise.Api", output, "Enterprise.Api.deps.json");
        return JsonElement
            .Parse(File.ReadAllText(file))
            .GetProperty("targets")
            .EnumerateObject()
            .First()
            .Value.EnumerateObject()
            .Where(library =>
                library.Value.TryGetProperty("runtime", out _)
                && !library.Name.StartsWith("Enterprise.", StringComparison.Ordinal)
            )
            .Select(library => library.Name);
    }
}
