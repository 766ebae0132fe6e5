using Enterprise.Application.Health;
using Microsoft.EntityFrameworkCore;

namespace Enterprise.Persistence.Database;

/// <summary>Builds EF Core's model while nobody waits for it, which takes longer than any request should.</summary>
internal sealed class ModelWarmUp(IDbContextFactory<EnterpriseDbContext> contexts) : IWarmUp
{
    public bool NeedsDatabase => false;

    public async Task RunAsync(CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        _ = context.Model;
    }
}
