using System.Diagnostics.Metrics;
using Enterprise.Application.Sessions.Keys;

namespace Enterprise.Application.Sessions;

/// <summary>What tokens depend on tells operators how old it is; observed, and answered from memory.</summary>
public sealed class AgeMetrics : IInstruments
{
    public const string RevocationFeed = Meters.Prefix + "revocation_feed.age";
    public const string SigningKey = Meters.Prefix + "signing_key.age";

    public static readonly IReadOnlyList<InstrumentDeclaration> Declared = [new(RevocationFeed), new(SigningKey)];

    public AgeMetrics(IMeterFactory meters, Revocations revocations, SigningKeys keys, TimeProvider time)
    {
        var meter = meters.CreateOwn();
        meter.CreateObservableGauge(
            RevocationFeed,
            () => revocations.Age.TotalSeconds,
            Meters.Seconds,
            "How long ago every revocation was known; above 1 s every request asks the database."
        );
        meter.CreateObservableGauge(
            SigningKey,
            // A file can have been written by a clock that is ahead of this one.
            () => Math.Max(0, (time.GetUtcNow() - keys.Active.Since).TotalSeconds),
            Meters.Seconds,
            "The age of the key that signs: since its not_before, else since its file was written, else since it was first seen here."
        );
    }
}
