using Enterprise.Tests.Support.Proxies;

namespace Enterprise.Tests.Support.Load;

/// <summary>What Caddy's log says about its own checks of instances.</summary>
internal static class HealthChecks
{
    /// <summary>How often an instance did not answer in time: neither yes nor no, nor a refused connection.</summary>
    public static int CountTimeouts(this ProxyProcess proxy, Instance instance) =>
        proxy.Lines.Count(line =>
            line.Contains("health_checker.active", StringComparison.Ordinal)
            && line.Contains(instance.Upstream, StringComparison.Ordinal)
            && (
                line.Contains("deadline exceeded", StringComparison.Ordinal)
                || line.Contains("Timeout exceeded", StringComparison.Ordinal)
            )
        );
}
