using Enterprise.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Enterprise.Migrations;

/// <summary>Makes the context for <c>dotnet ef</c>, which compares models and needs no server.</summary>
internal sealed class DesignTimeContextFactory : IDesignTimeDbContextFactory<EnterpriseDbContext>
{
    public EnterpriseDbContext CreateDbContext(string[] args) =>
        new(
            new DbContextOptionsBuilder<EnterpriseDbContext>()
                .UseNpgsql("Host=localhost", npgsql => npgsql.MigrationsAssembly("Enterprise.Migrations"))
                .Options
        );
}
