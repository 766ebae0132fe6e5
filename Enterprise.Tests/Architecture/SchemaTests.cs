using System.Reflection;
using Enterprise.Migrations;
using Enterprise.Persistence.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Enterprise.Tests.Architecture;

/// <summary>Model, migrations and what the program asks for are in step (requirements.md H3); none of this needs a server.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class SchemaTests
{
    private static readonly string[] Migrations =
    [
        .. Solution
            .Migrations.GetTypes()
            .Select(type => type.GetCustomAttribute<MigrationAttribute>()?.Id)
            .OfType<string>()
            .Order(StringComparer.Ordinal),
    ];

    [Test]
    public void The_program_waits_for_every_migration() => Assert.That(SchemaVersion.All, Is.EqualTo(Migrations));

    [Test]
    public void The_model_has_no_changes_without_a_migration()
    {
        using var context = new DesignTimeContextFactory().CreateDbContext([]);

        Assert.That(context.Database.HasPendingModelChanges(), Is.False);
    }

    [Test]
    public void The_context_finds_every_migration()
    {
        using var context = new DesignTimeContextFactory().CreateDbContext([]);

        Assert.That(context.Database.GetMigrations(), Is.EqualTo(Migrations));
    }

    [Test]
    public void What_the_application_may_do_is_said_of_every_table_and_of_no_other()
    {
        using var context = new DesignTimeContextFactory().CreateDbContext([]);
        var tables = context.Model.GetEntityTypes().Select(entity => entity.GetTableName()!).Distinct();

        Assert.That(ApplicationRights.Tables.Keys, Is.EquivalentTo(tables.Append("__EFMigrationsHistory")));
    }

    [Test]
    public void Every_migration_has_a_way_back() =>
        Assert.That(
            Solution
                .Migrations.GetTypes()
                .Where(type =>
                    type.GetCustomAttribute<MigrationAttribute>() is not null
                    && type.GetMethod(
                        "Down",
                        BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly
                    )
                        is null
                ),
            Is.Empty
        );

    [Test]
    public void Everything_in_the_database_is_named_in_snake_case()
    {
        using var context = new DesignTimeContextFactory().CreateDbContext([]);
        var names = context
            .Model.GetEntityTypes()
            .Where(entity => !entity.IsMappedToJson())
            .SelectMany(entity =>
                entity
                    .GetProperties()
                    .Select(property => property.GetColumnName())
                    .Concat(entity.GetKeys().Select(key => key.GetName()!))
                    .Concat(entity.GetForeignKeys().Select(key => key.GetConstraintName()!))
                    .Concat(entity.GetIndexes().Select(index => index.GetDatabaseName()!))
                    .Append(entity.GetTableName()!)
            );

        Assert.That(names, Has.All.Match("^[a-z][a-z0-9]*(_[a-z0-9]+)*$"));
    }

    [Test]
    public void No_text_is_without_a_limit()
    {
        using var context = new DesignTimeContextFactory().CreateDbContext([]);
        var unlimited =
            from entity in context.Model.GetEntityTypes()
            // Identity's own tables that nothing here writes to yet.
            where entity.ClrType.Namespace!.StartsWith("Enterprise.", StringComparison.Ordinal)
            from property in entity.GetProperties()
            where property.ClrType == typeof(string) && property.GetMaxLength() is null
            select $"{entity.ClrType.Name}.{property.Name}";

        Assert.That(unlimited, Is.Empty);
    }
}
