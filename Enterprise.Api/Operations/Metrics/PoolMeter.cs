namespace Enterprise.Api.Operations.Metrics;

/// <summary>Where the numbers of the connection pool come from.</summary>
/// <param name="Meter">The meter of the database client.</param>
/// <param name="Name">The pool, as the meter's tags name it.</param>
/// <param name="Pending">The instrument for requests that wait, which has no common name yet.</param>
public sealed record PoolMeter(string Meter, string Name, string Pending);
