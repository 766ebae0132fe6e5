using Enterprise.Application.Limits;
using Enterprise.Tests.Support;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Enterprise.Tests.Api.Limits;

/// <summary>The program with the routes of <see cref="ProbeController"/>, a gate of its own and its meters watched.</summary>
internal sealed class ProbeHost : IAsyncDisposable
{
    private readonly TestDatabase database;

    private ProbeHost(TestDatabase database, (string Key, string Value)[] settings)
    {
        this.database = database;
        Api = new ApiHost(database.ConnectionString, settings)
        {
            Replace = services =>
            {
                services.AddControllers().AddApplicationPart(typeof(ProbeController).Assembly);
                services.AddSingleton(Gate);
                services.AddSingleton<System.Diagnostics.Metrics.IMeterFactory>(Meters);
            },
        };
    }

    public ApiHost Api { get; }

    public ProbeGate Gate { get; } = new();

    public MeterLab Meters { get; } = new();

    /// <summary>How many requests a limit refused.</summary>
    public int Refused(string limit) => Meters.Tags(LimitMetrics.Refusals).Count(tags => tags == $"limit={limit}");

    public static async Task<ProbeHost> StartAsync(params (string Key, string Value)[] settings) =>
        new(await TestDatabase.CreateAsync(), settings);

    /// <summary>Serves on a real socket; gives where.</summary>
    public Uri Listen()
    {
        Api.UseKestrel(0);
        Api.StartServer();
        var server = Api.Services.GetRequiredService<IServer>();
        return new Uri(server.Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    public async ValueTask DisposeAsync()
    {
        await Api.DisposeAsync();
        await database.DisposeAsync();
        Meters.Dispose();
    }
}
