using Enterprise.Application.Sessions;
using Microsoft.Extensions.DependencyInjection;

namespace Enterprise.Tests.Support;

/// <summary>A fixture with a second instance of the program on the same database.</summary>
internal abstract class TwoInstances : ApiFixture
{
    /// <summary>The other instance.</summary>
    protected ApiHost Other { get; private set; } = null!;

    /// <summary>A client of the other instance.</summary>
    protected HttpClient There { get; private set; } = null!;

    protected SessionForge Forge { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartOtherAsync()
    {
        Other = new ApiHost(Database.ConnectionString, Settings);
        There = Other.CreateClient();
        Forge = new SessionForge(Database);
        await CompleteAsync(Host);
        await CompleteAsync(Other);
    }

    [OneTimeTearDown]
    public async Task StopOtherAsync()
    {
        There.Dispose();
        await Other.DisposeAsync();
    }

    /// <summary>A session with a pair that both instances accept.</summary>
    protected async Task<(ForgedSession Session, Pair Pair)> SignedInAsync()
    {
        var session = await Forge.NewAsync();
        var pair = await Client.PairAsync(session.Token);
        Assert.That(await There.SessionsAsync(pair.Access), Is.EqualTo(200));
        return (session, pair);
    }

    /// <summary>Waits until both refuse the access token.</summary>
    protected async Task RefusedAsync(string access)
    {
        foreach (var client in (HttpClient[])[There, Client])
            Assert.That(
                await Eventually.Async(() => client.SessionsAsync(access), status => status == 401),
                Is.EqualTo(401)
            );
    }

    /// <summary>Waits until an instance knows all revocations.</summary>
    protected static Task<bool> CompleteAsync(ApiHost host) =>
        Eventually.StartedAsync(() => Task.FromResult(RevocationsOf(host).IsComplete), complete => complete);

    protected static Revocations RevocationsOf(ApiHost host) => host.Services.GetRequiredService<Revocations>();

    /// <summary>Whether an instance knows that the session has ended.</summary>
    protected static bool Covers(ApiHost host, ForgedSession session) =>
        RevocationsOf(host)
            .Cover(
                new AccessToken(Guid.Empty, session.UserId, session.Id, default, default, new Entitlements([], [], [1]))
            );
}
