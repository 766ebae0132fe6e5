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

    /// <summary>A session of a new account, and an access token of it that came from an instance without a proxy.</summary>
    public static async Task<(ForgedSession Session, string Token)> SignInAsync(params string[] permissions)
    {
        var session = await new SessionForge(Database).NewHolderAsync(permissions);
        return (session, (await Programs[0].Client.PairAsync(session.Token)).Access);
    }

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        if (!ProxyPrograms.AreThere)
            return;
        Database = await TestDatabase.CreateAsync();
        (string, string)[] settings =
        [
            ("APP_TRUSTED_PROXIES__NETWORKS", "127.0.0.1"),
            // Others of this run share the database: that it is slow must not take an instance out.
            ("APP_DB__PROBE_MILLISECONDS", "30000"),
        ];
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
