using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;

namespace Enterprise.Persistence.Database;

/// <summary>Builds EF Core's model while nobody waits for it, which takes longer than any request should.</summary>
internal sealed class PersistenceWarmUp(IDbContextFactory<EnterpriseDbContext> contexts) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(BuildModel, stoppingToken);

    private void BuildModel()
    {
        using var context = contexts.CreateDbContext();
        _ = context.Model;
    }
}
