#if FULL_REGISTRY
using DotNet.Testcontainers.Builders;
using Testcontainers.PostgreSql;
#endif

namespace Enterprise.Tests.Support;

/// <summary>PostgreSQL in a container, where the build had the package for it and a Docker engine answers.</summary>
internal sealed class TestContainer : IAsyncDisposable
{
#if FULL_REGISTRY
    private readonly PostgreSqlContainer container;

    private TestContainer(PostgreSqlContainer container) => this.container = container;

    public string ConnectionString => container.GetConnectionString();

    public static async Task<TestContainer?> TryStartAsync(CancellationToken ct)
    {
        try
        {
            var container = new PostgreSqlBuilder("postgres:17-alpine")
                .WithCommand("-c", "max_connections=300")
                .Build();
            await container.StartAsync(ct);
            return new TestContainer(container);
        }
        catch (DockerUnavailableException exception)
        {
            await TestContext.Progress.WriteLineAsync($"No container: {exception.Message}");
            return null;
        }
    }

    public ValueTask DisposeAsync() => container.DisposeAsync();
#else
    public string ConnectionString => "";

    public static Task<TestContainer?> TryStartAsync(CancellationToken ct) => Task.FromResult<TestContainer?>(null);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
#endif
}
