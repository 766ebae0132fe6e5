using Enterprise.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Enterprise.Migrations;

/// <summary>Makes the context for <c>dotnet ef</c>, composed as the program composes it; comparing models needs no server.</summary>
internal sealed class DesignTimeContextFactory : IDesignTimeDbContextFactory<EnterpriseDbContext>
{
    public EnterpriseDbContext CreateDbContext(string[] args)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new KeyValuePair<string, string?>("Db:Url", "Host=localhost")])
            .Build();
        return new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddLogging()
            .AddDatabase()
            .BuildServiceProvider()
            .GetRequiredService<IDbContextFactory<EnterpriseDbContext>>()
            .CreateDbContext();
    }
}
