using Microsoft.EntityFrameworkCore.Migrations;

namespace Enterprise.Migrations;

/// <summary>Indexes for tables in use. A migration that makes one makes nothing else: it runs outside a transaction, and may run twice.</summary>
public static class ConcurrentIndexes
{
    /// <summary>
    /// Makes an index while others go on writing. It waits for every transaction that is older than itself, which harms nobody, so it
    /// does that for as long as it takes. What an attempt that failed has left behind would never be used: it goes first.
    /// </summary>
    /// <param name="migration">The migration.</param>
    /// <param name="name">The index, in snake_case.</param>
    /// <param name="definition">The rest of the statement: <c>users (created_at) WHERE locked_at IS NULL</c>.</param>
    /// <param name="isUnique">No two rows may have the same.</param>
    public static void CreateIndexWhileInUse(
        this MigrationBuilder migration,
        string name,
        string definition,
        bool isUnique = false
    )
    {
        migration.Sql("SET lock_timeout = 0", suppressTransaction: true);
        migration.Sql($"DROP INDEX CONCURRENTLY IF EXISTS {name}", suppressTransaction: true);
        migration.Sql(
            $"CREATE {(isUnique ? "UNIQUE " : "")}INDEX CONCURRENTLY {name} ON {definition}",
            suppressTransaction: true
        );
        migration.Sql("SET lock_timeout = '2s'", suppressTransaction: true);
    }

    /// <summary>Takes an index away while others go on using its table: the way back of the other one.</summary>
    public static void DropIndexWhileInUse(this MigrationBuilder migration, string name) =>
        migration.Sql($"DROP INDEX CONCURRENTLY IF EXISTS {name}", suppressTransaction: true);
}
