namespace Enterprise.Application.Abstractions;

/// <summary>Slows an address down that sends many credentials, on all instances together and across restarts.</summary>
public interface ICredentialThrottle
{
    /// <summary>Takes one request from the address's allowance; gives how long to wait where there is none left.</summary>
    Task<TimeSpan?> TakeAsync(RequestOrigin origin, CancellationToken ct);
}
