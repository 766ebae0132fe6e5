using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using static Enterprise.Tests.Architecture.Expanding.Offence;

namespace Enterprise.Tests.Architecture.Expanding;

/// <summary>
/// Judges what a migration does on the way up, as the operations that are carried out and not as text: whether the program before it can
/// go on beside the program after it, and whether anybody has to wait for longer than a lock takes.
/// </summary>
internal static class OperationRules
{
    private const string Provider = "Npgsql.EntityFrameworkCore.PostgreSQL";

    public static IReadOnlyList<Offence> Judge(Migration migration)
    {
        migration.ActiveProvider = Provider;
        var operations = migration.UpOperations;
        var isTransaction = !operations.OfType<SqlOperation>().Any(sql => sql.SuppressTransaction);
        var scene = new ExpandScene(isTransaction);
        Offence[] offences = [.. operations.SelectMany(operation => Judge(operation, scene))];
        return
        [
            .. offences,
            .. scene.WaitsForLocks
                ? (Offence[])[Stalls("lock_timeout stays off for the migrations after this one")]
                : [],
            .. scene.OnlyCleared.Select(index => Breaks($"the index {index} goes")),
            .. isTransaction ? [] : JudgeRepeating(operations),
        ];
    }

    /// <summary>Outside a transaction nothing is undone when a part fails: the next attempt begins at the top.</summary>
    private static IEnumerable<Offence> JudgeRepeating(IEnumerable<MigrationOperation> operations) =>
        operations.Any(operation => operation is not SqlOperation { SuppressTransaction: true })
            ? [Breaks("what runs outside a transaction may run twice: it needs a migration of its own")]
            : [];

    private static IEnumerable<Offence> Judge(MigrationOperation operation, ExpandScene scene) =>
        operation switch
        {
            SqlOperation sql => SqlText.Split(sql.Sql).SelectMany(statement => StatementRules.Judge(statement, scene)),
            CreateTableOperation table => Make(table, scene),
            ITableMigrationOperation changed when scene.IsNew(changed.Table) => [],
            AddColumnOperation column => JudgeColumn(column, scene),
            AlterColumnOperation column => ChangeRules.Judge(column, scene),
            CreateIndexOperation index => JudgeIndex(index, scene),
            AddForeignKeyOperation key => JudgeConstraint(key.Table, key.Name, key.Columns, scene),
            AddCheckConstraintOperation check => JudgeConstraint(check.Table, check.Name, [], scene),
            AddUniqueConstraintOperation unique => JudgeConstraint(unique.Table, unique.Name, unique.Columns, scene),
            AddPrimaryKeyOperation key => JudgeConstraint(key.Table, key.Name, [], scene),
            AlterDatabaseOperation database => ChangeRules.Judge(database),
            AlterTableOperation table => ChangeRules.Judge(table, scene),
            CreateSequenceOperation or EnsureSchemaOperation or InsertDataOperation => [],
            UpdateDataOperation data when scene.IsSmall(data.Table) => [],
            _ => [Breaks($"{operation.GetType().Name} {NameOf(operation)} is not known to be harmless")],
        };

    private static Offence[] Make(CreateTableOperation table, ExpandScene scene)
    {
        // Tables are told apart by name alone: the rules are about those of the one schema.
        if (table.Schema is null)
            scene.Make(table.Name);
        return [];
    }

    private static IEnumerable<Offence> JudgeColumn(AddColumnOperation column, ExpandScene scene)
    {
        var hasDefault = column.DefaultValue is not null || column.DefaultValueSql is not null;
        var isMadeByRow =
            column.ComputedColumnSql is not null
            || column.FindAnnotation("Npgsql:ValueGenerationStrategy") is not null
            || (column.DefaultValueSql is { } sql && !TableRules.IsOneForAllRows(string.Join(' ', SqlText.Split(sql))));
        if (!column.IsNullable && !hasDefault && !isMadeByRow)
            yield return Breaks(
                $"{column.Table}.{column.Name} is NOT NULL without a default: an older program leaves it out"
            );
        if (isMadeByRow && !scene.IsSmall(column.Table))
            yield return Stalls($"{column.Table}.{column.Name} differs from row to row: every row is written anew");
        if (!hasDefault && !isMadeByRow)
            scene.MakeEmpty(column.Table, column.Name);
    }

    private static IEnumerable<Offence> JudgeIndex(CreateIndexOperation index, ExpandScene scene)
    {
        if (index.IsUnique && (AreSame(index) || !scene.LeavesEmpty(index.Table, index.Columns)))
            yield return Breaks($"{index.Name} may refuse what an older program writes");
        if (!scene.IsSmall(index.Table))
            yield return Stalls(
                $"{index.Name}: an index on a table in use is made CONCURRENTLY: migrationBuilder.CreateIndexWhileInUse"
            );
    }

    /// <summary>Two empty ones count as the same.</summary>
    private static bool AreSame(CreateIndexOperation index) => index["Npgsql:NullsDistinct"] is false;

    private static IEnumerable<Offence> JudgeConstraint(
        string table,
        string name,
        IEnumerable<string> columns,
        ExpandScene scene
    )
    {
        if (!scene.LeavesEmpty(table, columns))
            yield return Breaks($"{name} may refuse what an older program writes");
        if (!scene.IsSmall(table))
            yield return Stalls(
                $"{name}: every row is looked at; as SQL, NOT VALID first and VALIDATE in the next migration, or USING INDEX"
            );
    }

    private static string? NameOf(MigrationOperation operation) =>
        operation.GetType().GetProperty("Name")?.GetValue(operation) as string;
}
