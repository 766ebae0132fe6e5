namespace Enterprise.Application.Health;

/// <summary>Something that is slow the first time, to be done once before anybody waits for it. It changes nothing that lasts.</summary>
public interface IWarmUp
{
    /// <summary>It asks the database, which has to be there and migrated.</summary>
    bool NeedsDatabase { get; }

    Task RunAsync(CancellationToken ct);
}
