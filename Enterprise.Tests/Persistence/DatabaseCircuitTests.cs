using Enterprise.Persistence.Database;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Persistence;

internal sealed class DatabaseCircuitTests
{
    private readonly ManualClock clock = new();
    private DatabaseCircuit circuit = null!;

    [SetUp]
    public void Make() => circuit = new DatabaseCircuit(clock);

    [TearDown]
    public void Dispose() => circuit.Dispose();

    [Test]
    public void It_is_closed_until_a_probe_says_otherwise() => Assert.That(circuit.IsOpen, Is.False);

    [Test]
    public void A_probe_without_an_answer_opens_it()
    {
        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.That((circuit.TryOpen(clock.GetTimestamp()), circuit.IsOpen), Is.EqualTo((true, true)));
    }

    [Test]
    public void A_probe_that_was_only_late_does_not()
    {
        var started = clock.GetTimestamp();
        clock.Advance(TimeSpan.FromSeconds(1));
        circuit.Answered();

        Assert.That((circuit.TryOpen(started), circuit.IsOpen), Is.EqualTo((false, false)));
    }

    [Test]
    public void An_answer_to_a_request_does_not_close_it_but_an_answer_to_the_probe_does()
    {
        clock.Advance(TimeSpan.FromSeconds(1));
        circuit.TryOpen(clock.GetTimestamp());

        circuit.Answered();
        Assert.That(circuit.IsOpen, Is.True);
        circuit.Close();
        Assert.That(circuit.IsOpen, Is.False);
    }

    [Test]
    public void Its_openings_are_counted_and_not_the_probes_that_find_it_open()
    {
        for (var outage = 1; outage <= 3; outage++)
        {
            for (var probe = 0; probe < 4; probe++)
            {
                clock.Advance(TimeSpan.FromSeconds(1));
                circuit.TryOpen(clock.GetTimestamp());
                Assert.That(circuit.Openings, Is.EqualTo(outage));
            }
            circuit.Close();
        }
    }

    [Test]
    public async Task Many_doubts_are_one_reason_to_probe()
    {
        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(circuit.Doubt)));

        await circuit.DoubtAsync(TimeSpan.FromSeconds(20), default);
        var next = circuit.DoubtAsync(Timeout.InfiniteTimeSpan, default);

        Assert.That(next.IsCompleted, Is.False);
        circuit.Doubt();
        await next;
    }
}
