using Enterprise.Persistence.Database;
using Microsoft.Extensions.DependencyInjection;

namespace Enterprise.Migrations.Commands;

/// <summary><c>status</c>: a line a migration; the exit code is 1 where one is pending.</summary>
internal static class StatusCommand
{
    public static async Task<int> RunAsync(IServiceProvider services, CancellationToken ct)
    {
        var (all, applied) = await services.GetRequiredService<SchemaMigrator>().StatusAsync(ct);
        foreach (var migration in all)
            await Console.Out.WriteLineAsync($"{(applied.Contains(migration) ? "applied" : "pending")} {migration}");
        return all.All(applied.Contains) ? CommandHost.Ok : CommandHost.Refused;
    }
}
