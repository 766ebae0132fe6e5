using System.Reflection;
using System.Text.RegularExpressions;
using Enterprise.Migrations;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Enterprise.Tests.Architecture.Expanding;

/// <summary>
/// Two versions run at once during an upgrade, on the schema of the newer one. So a release only adds, and a later one takes away what no
/// program needs any more (requirements.md H3, docs/upgrades.md).
/// </summary>
[Parallelizable(ParallelScope.All)]
public sealed partial class ExpandTests
{
    /// <summary>They were out before there was this rule, and nothing that was released is changed.</summary>
    private static readonly string[] Released =
    [
        "20261122101951_Initial",
        "20261122111948_Sessions",
        "20261122140712_Administration",
        "20261122180103_KnownNetworks",
    ];

    private static readonly (string Id, Type Type)[] All =
    [
        .. Solution
            .Migrations.GetTypes()
            .Select(type => (type.GetCustomAttribute<MigrationAttribute>()?.Id, type))
            .Where(migration => migration.Id is not null)
            .OrderBy(migration => migration.Id, StringComparer.Ordinal)!,
    ];

    [Test]
    public void The_released_migrations_are_the_first_ones() =>
        Assert.That(All.Select(migration => migration.Id).Take(Released.Length), Is.EqualTo(Released));

    [Test]
    public void A_migration_only_adds_or_says_what_left_the_code_before() =>
        Assert.That(
            All.Where(migration => !Released.Contains(migration.Id))
                .SelectMany(migration => Refused(migration.Type).Select(offence => $"{migration.Id}: {offence}")),
            Is.Empty
        );

    [Test]
    public void The_rules_find_what_was_done_before_there_were_any() =>
        Assert.That(
            All.Where(migration => migration.Id == Released[2]).SelectMany(migration => Refused(migration.Type)),
            Has.Some.Matches<Offence>(offence => offence!.Harm == Harm.Breaks)
                .And.Some.Matches<Offence>(offence => offence!.Harm == Harm.Stalls)
        );

    [TestCase("0.2.0", "0.3.0", true)]
    [TestCase("0.9.0", "0.10.0", true)]
    [TestCase("0.3.0", "0.3.0", false)]
    [TestCase("0.4.0", "0.3.0", false)]
    [TestCase("soon", "0.3.0", false)]
    public void What_goes_left_the_code_in_a_release_before_this_one(string leftIn, string current, bool isFine) =>
        Assert.That(IsBefore(leftIn, current), Is.EqualTo(isFine));

    [Test]
    public void A_step_that_takes_away_is_let_through_by_its_attribute_and_one_that_stalls_is_not()
    {
        Assert.That(Refused(typeof(Contracting)).Select(offence => offence.Harm), Is.EqualTo([Harm.Stalls]));
        Assert.That(
            Refused(typeof(TooEarly)).Select(offence => offence.Harm),
            Is.EqualTo([Harm.Breaks]),
            "The release that is being made still runs beside the one before it."
        );
    }

    private static IEnumerable<Offence> Refused(Type type)
    {
        var contracts = type.GetCustomAttribute<ContractsAttribute>();
        var mayBreak = contracts is { What.Length: > 0 } && IsBefore(contracts.LeftIn, CurrentVersion());
        return OperationRules
            .Judge((Migration)Activator.CreateInstance(type)!)
            .Where(offence => !mayBreak || offence.Harm != Harm.Breaks);
    }

    private static bool IsBefore(string leftIn, string current) =>
        Version.TryParse(leftIn, out var left) && left < Version.Parse(current);

    private static string CurrentVersion() =>
        VersionElement()
            .Match(File.ReadAllText(Path.Combine(Solution.Root, "Directory.Build.props")))
            .Groups["version"]
            .Value;

    [GeneratedRegex(@"<Version>(?<version>\d+\.\d+\.\d+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex VersionElement();

    [Contracts("column users.nickname", "0.0.1")]
    private sealed class Contracting : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn("nickname", "users");
            migrationBuilder.CreateIndex("ix_users_created_at", "users", "created_at");
        }
    }

    [Contracts("column users.nickname", "99.0.0")]
    private sealed class TooEarly : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder) =>
            migrationBuilder.DropColumn("nickname", "users");
    }
}
