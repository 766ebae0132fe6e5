using Enterprise.Persistence.Database;
using Microsoft.Extensions.DependencyInjection;

namespace Enterprise.Migrations.Commands;

/// <summary><c>apply</c>: brings the schema up to date.</summary>
internal static class ApplyCommand
{
    public static async Task<int> RunAsync(IServiceProvider services, CancellationToken ct)
    {
        var applied = await services.GetRequiredService<SchemaMigrator>().ApplyAsync(ct);
        foreach (var migration in applied)
            await Console.Out.WriteLineAsync($"applied {migration}");
        await Console.Out.WriteLineAsync("The schema is up to date.");
        return CommandHost.Ok;
    }
}
