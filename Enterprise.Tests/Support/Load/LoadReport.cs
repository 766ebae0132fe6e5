using System.Globalization;

namespace Enterprise.Tests.Support.Load;

/// <summary>What a load met with, from its start to its end.</summary>
/// <param name="Clients">How many there were.</param>
/// <param name="Answers">Requests that were answered as they should be, by <see cref="LoadKind"/>.</param>
/// <param name="Failures">Requests that were not.</param>
/// <param name="Stale">
/// Connections that were closed in the moment in which a kept one was used again, and what was sent got no answer. It was sent once more on
/// a new connection, writes too, which a client should do only where it knows that nothing happens twice (RFC 9110, 9.2.2), as these do.
/// What became of it then is counted above: no failure is not the same as nothing noticed.
/// </param>
/// <param name="Forgiven">Requests that failed while the machine was too busy for anything to be told from it; those rounds were made again.</param>
/// <param name="Times">How long the good answers took, in order.</param>
/// <param name="Lost">Of each client whose session was gone in the end, why.</param>
internal sealed record LoadReport(
    int Clients,
    IReadOnlyList<int> Answers,
    IReadOnlyList<LoadFailure> Failures,
    int Stale,
    int Forgiven,
    IReadOnlyList<TimeSpan> Times,
    IReadOnlyList<string> Lost
)
{
    public int Succeeded => Answers.Sum();

    /// <summary>In one line, for whoever reads the log of a run.</summary>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Clients} clients, {Succeeded + Failures.Count} requests: {Succeeded} succeeded "
                + $"({string.Join(", ", Enum.GetValues<LoadKind>().Select(kind => $"{kind} {Answers[(int)kind]}"))}), "
                + $"{Failures.Count} failed{Grouped()}, {Stale} sent on a kept connection that was just closed and sent again (not among the failed), "
                + $"{Lost.Count} sessions lost{List(Lost)}{(Forgiven > 0 ? $", {Forgiven} failed on a machine that was too busy" : "")}; p50 {At(0.5):0.0} ms, p99 {At(0.99):0.0} ms, longest {At(1):0.0} ms"
        );

    private string Grouped() =>
        List([
            .. Failures
                .GroupBy(failure => $"{failure.Kind} {failure.Reason}")
                .Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Key} x {group.Count()}")),
        ]);

    private static string List(IReadOnlyList<string> items) => items.Count == 0 ? "" : $" ({string.Join(", ", items)})";

    private double At(double share) =>
        Times.Count == 0 ? 0 : Times[(int)Math.Min(Times.Count - 1, share * Times.Count)].TotalMilliseconds;
}
