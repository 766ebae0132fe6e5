using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Enterprise.Application.Health;

/// <summary>Makes the instruments of a host, so that those that nobody uses yet are there as well, at zero or observed.</summary>
internal sealed class InstrumentsAtStart(IServiceProvider services) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var instruments in services.GetServices<IInstruments>())
            instruments.BeginAtZero();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
