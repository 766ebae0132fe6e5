using Enterprise.Persistence.Database;
using Enterprise.Tests.Support;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Enterprise.Tests.Deploy.Upgrades;

/// <summary>A change of the schema that no release has made yet, carried out as <see cref="SchemaMigrator"/> carries out those that are.</summary>
internal static class Expansion
{
    public static async Task ApplyAsync(TestDatabase database, Action<MigrationBuilder> up)
    {
        await using var services = TestDatabase.Compose(database.ConnectionString);
        var owner = services.GetRequiredService<OwnerDatabase>();
        await using var connection = await owner.OpenAsync(default);
        await using var context = owner.On(connection);
        await new NpgsqlCommand("SET lock_timeout = '2s'", connection).ExecuteNonQueryAsync();
        var builder = new MigrationBuilder("Npgsql.EntityFrameworkCore.PostgreSQL");
        up(builder);
        var commands = context.GetService<IMigrationsSqlGenerator>().Generate(builder.Operations);
        await context
            .GetService<IMigrationCommandExecutor>()
            .ExecuteNonQueryAsync(commands, context.GetService<IRelationalConnection>());
    }
}
