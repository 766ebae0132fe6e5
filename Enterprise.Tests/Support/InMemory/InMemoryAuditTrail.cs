using System.Globalization;
using Enterprise.Application.Abstractions;
using Enterprise.Application.Audit;
using Enterprise.Application.Lists;

namespace Enterprise.Tests.Support.InMemory;

internal sealed class InMemoryAuditTrail(World world) : IAuditTrail
{
    public Task<AuditSlice> ReadAsync(AuditSearch search, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        lock (world.Gate)
            return Task.FromResult(Read(search));
    }

    private AuditSlice Read(AuditSearch search)
    {
        var found = world
            .Trail.Where(entry => Matches(entry, search))
            .OrderByDescending(entry => entry.At)
            .ThenByDescending(entry => entry.Id)
            .Where(entry => search.After is not { } after || IsAfter(entry, after))
            .Take(search.Size + 1)
            .ToArray();
        AuditEntry[] shown = [.. found.Take(search.Size)];
        return new AuditSlice(shown, found.Length > search.Size ? PositionOf(shown[^1]) : null);
    }

    private static bool Matches(AuditEntry entry, AuditSearch search) =>
        (search.Actor is null || entry.Actor == search.Actor)
        && (search.Subject is null || entry.Subject == search.Subject)
        && (search.Action is null || entry.Action == search.Action)
        && (search.From is null || entry.At >= search.From)
        && (search.To is null || entry.At < search.To);

    private static bool IsAfter(AuditEntry entry, Position position)
    {
        var at = long.Parse(position.Key, CultureInfo.InvariantCulture);
        return entry.At.UtcTicks < at || (entry.At.UtcTicks == at && entry.Id.CompareTo(position.Id) < 0);
    }

    private static Position PositionOf(AuditEntry entry) =>
        new(entry.At.UtcTicks.ToString(CultureInfo.InvariantCulture), entry.Id);
}
