using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Enterprise.Application.Health;

/// <summary>Makes the instruments of a host, so that those that nobody uses yet are there as well, at zero or observed.</summary>
internal sealed class InstrumentsAtStart(IServiceProvider services) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Asking for them makes them.
        _ = services.GetServices<IInstruments>().ToArray();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
