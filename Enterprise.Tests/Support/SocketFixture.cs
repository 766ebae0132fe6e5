using Enterprise.Tests.Support.Raw;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Enterprise.Tests.Support;

/// <summary>A fixture with a database and the program on it, behind a real server.</summary>
internal abstract class SocketFixture
{
    protected TestDatabase Database { get; private set; } = null!;

    protected ApiHost Host { get; private set; } = null!;

    protected Uri Address { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartServerAsync()
    {
        Database = await TestDatabase.CreateAsync();
        Host = new ApiHost(Database.ConnectionString);
        Host.UseKestrel(0);
        Host.StartServer();
        Address = AddressOf(Host);
    }

    [OneTimeTearDown]
    public async Task StopServerAsync()
    {
        await Host.DisposeAsync();
        await Database.DisposeAsync();
    }

    /// <summary>What went wrong behind an answer that was given already, no client sees.</summary>
    protected void AssertNothingCrashed() =>
        Assert.That(
            Host.Logs.Lines.Where(line => line.StartsWith("Error", StringComparison.Ordinal)).Take(5),
            Is.Empty
        );

    public static Uri AddressOf(ApiHost host) =>
        new(host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <summary>Sends on a connection of its own and reads one answer; fails where there is none.</summary>
    protected async Task<RawAnswer> ExchangeAsync(string request)
    {
        using var limit = new CancellationTokenSource(Wait.Bound);
        using var connection = await RawConnection.OpenAsync(Address, limit.Token);
        await connection.SendAsync(request, limit.Token);
        return await connection.ReadAsync(limit.Token)
            ?? throw new AssertionException("The server closed without an answer.");
    }
}
