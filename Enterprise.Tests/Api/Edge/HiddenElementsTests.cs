using Enterprise.Api.Edge;
using Enterprise.Api.Setup;
using Enterprise.Application.Configuration;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Enterprise.Tests.Api.Edge;

/// <summary>The pipeline is what Pipeline.cs says; the host would put elements of its own in front.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class HiddenElementsTests
{
    [Test]
    public void Nothing_that_a_variable_can_wake_stands_in_front_of_the_pipeline()
    {
        var services = EnterpriseHost
            .CreateBuilder(new AppEnvironment("Production", new Dictionary<string, string>(), null), [])
            .Services;
        Assert.That(Filters(services), Does.Contain("ForwardedHeadersStartupFilter"), "Has it another name by now?");

        services.AddEdge();

        Assert.That(Filters(services), Is.Empty);
    }

    private static string?[] Filters(IServiceCollection services) =>
        [
            .. services
                .Where(service => service.ServiceType == typeof(IStartupFilter))
                .Select(service => service.ImplementationType?.Name),
        ];
}
