using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Enterprise.Persistence.Database;

/// <summary>Names columns, keys and foreign keys in snake_case, as PostgreSQL writes them without quotes.</summary>
internal static class SnakeCaseNames
{
    public static void Apply(IMutableModel model)
    {
        // What is mapped into a JSON column has neither columns nor keys of its own.
        foreach (var entity in model.GetEntityTypes().Where(entity => !entity.IsMappedToJson()))
        {
            foreach (var property in entity.GetProperties())
                property.SetColumnName(Snake(property.GetColumnName()));
            foreach (var key in entity.GetKeys())
                key.SetName(Snake(key.GetName()!));
            foreach (var foreignKey in entity.GetForeignKeys())
                foreignKey.SetConstraintName(Snake(foreignKey.GetConstraintName()!));
            foreach (var index in entity.GetIndexes())
                index.SetDatabaseName(Snake(index.GetDatabaseName()!));
        }
    }

    // The policy puts an underscore before each capital and keeps those that are there.
    private static string Snake(string name) =>
        JsonNamingPolicy.SnakeCaseLower.ConvertName(name).Replace("__", "_", StringComparison.Ordinal);
}
