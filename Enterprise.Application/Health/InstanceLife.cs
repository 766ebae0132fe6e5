namespace Enterprise.Application.Health;

/// <summary>How far the instance has come: it starts once and drains once, and neither is taken back.</summary>
public sealed class InstanceLife
{
    private volatile bool hasStarted;
    private volatile bool isDraining;

    /// <summary>The database was found migrated, and what is slow the first time was done.</summary>
    public bool HasStarted => hasStarted;

    /// <summary>It is about to stop: it serves on, and whoever sends it requests should send them elsewhere from now on.</summary>
    public bool IsDraining => isDraining;

    public void Started() => hasStarted = true;

    public void Drain() => isDraining = true;
}
