using Enterprise.Tests.Support;
using Enterprise.Tests.Support.Proxies;

namespace Enterprise.Tests.Deploy.Proxies;

/// <summary>Two instances of the program on one database, for all tests here that need real ones. They believe a proxy on this machine.</summary>
[SetUpFixture]
internal sealed class RealInstances
{
    private static readonly List<OtherProgram> Programs = [];

    public static TestDatabase Database { get; private set; } = null!;

    public static Uri[] Addresses => [.. Programs.Select(program => program.Client.BaseAddress!)];

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        if (!ProxyPrograms.AreThere)
            return;
        Database = await TestDatabase.CreateAsync();
        (string, string)[] settings = [("APP_TRUSTED_PROXIES__NETWORKS", "127.0.0.1")];
        Programs.AddRange(
            await Task.WhenAll(OtherProgram.StartAsync(Database, settings), OtherProgram.StartAsync(Database, settings))
        );
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        foreach (var program in Programs)
            await program.DisposeAsync();
        if (Database is not null)
            await Database.DisposeAsync();
    }
}
