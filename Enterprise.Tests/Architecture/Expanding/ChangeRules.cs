using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using static Enterprise.Tests.Architecture.Expanding.Offence;

namespace Enterprise.Tests.Architecture.Expanding;

/// <summary>Judges an operation that knows what was before: what of that is gone, an older program may need.</summary>
internal static class ChangeRules
{
    private const string EnumPrefix = "Npgsql:Enum:";
    private const string StoragePrefix = "Npgsql:StorageParameter:";

    public static IEnumerable<Offence> Judge(AlterColumnOperation column, ExpandScene scene)
    {
        var (name, old) = ($"{column.Table}.{column.Name}", column.OldColumn);
        if (!Equals(TypeOf(old), TypeOf(column)))
        {
            yield return Breaks($"{name} gets another type");
            if (!scene.IsSmall(column.Table))
                yield return Stalls($"{name} gets another type: every row may be written anew");
        }
        if (old.IsNullable && !column.IsNullable)
        {
            yield return Breaks($"{name} refuses what an older program writes");
            if (!scene.IsSmall(column.Table))
                yield return Stalls($"{name} becomes NOT NULL: every row is looked at");
        }
        if (!old.IsNullable && column.IsNullable)
            yield return Breaks($"{name} may hold what an older program cannot read");
        if (HasDefault(old) && !HasDefault(column))
            yield return Breaks($"{name} loses its default: an older program leaves it out");
        foreach (var changed in Changed(old, column))
            yield return Breaks($"{name}: {changed} is another one, which is not known to be harmless");
    }

    /// <summary>Extensions, enums and collations, which EF Core keeps as annotations of the database.</summary>
    public static IEnumerable<Offence> Judge(AlterDatabaseOperation database)
    {
        if (database.Collation != database.OldDatabase.Collation)
            yield return Breaks("the database gets another collation");
        foreach (var old in database.OldDatabase.GetAnnotations())
            if (!Holds(old.Name, old.Value as string, database[old.Name] as string))
                yield return Breaks($"{old.Name} goes or is another one");
    }

    /// <summary>A comment and a storage parameter hurt nobody.</summary>
    public static IEnumerable<Offence> Judge(AlterTableOperation table, ExpandScene scene)
    {
        foreach (var changed in Changed(table.OldTable, table))
            if (!changed.StartsWith(StoragePrefix, StringComparison.Ordinal))
            {
                yield return Breaks($"{table.Name}: {changed} is another one, which is not known to be harmless");
                if (!scene.IsSmall(table.Name))
                    yield return Stalls($"{table.Name}: {changed} is another one: every row may be written anew");
            }
    }

    private static object TypeOf(ColumnOperation column) =>
        (
            column.ColumnType,
            column.ColumnType is null ? column.ClrType : null,
            (column.MaxLength, column.Precision, column.Scale, column.IsFixedLength),
            (column.ComputedColumnSql, column.IsStored, column.Collation)
        );

    private static bool HasDefault(ColumnOperation column) =>
        column.DefaultValue is not null || column.DefaultValueSql is not null;

    /// <summary>A value more in an enum takes nothing from anybody.</summary>
    private static bool Holds(string annotation, string? before, string? now) =>
        annotation.StartsWith(EnumPrefix, StringComparison.Ordinal)
            ? before?.Split(',').Except(now?.Split(',') ?? []).Any() is false
            : before == now;

    private static IEnumerable<string> Changed(IReadOnlyAnnotatable before, IReadOnlyAnnotatable now) =>
        before
            .GetAnnotations()
            .Concat(now.GetAnnotations())
            .Select(annotation => annotation.Name)
            .Distinct()
            .Where(name => !Equals(before[name], now[name]));
}
