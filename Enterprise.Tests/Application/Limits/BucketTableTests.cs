using System.Buffers.Binary;
using System.Net;
using Enterprise.Application;
using Enterprise.Application.Limits;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Application.Limits;

[Parallelizable(ParallelScope.All)]
public sealed class BucketTableTests
{
    private const int Burst = 10;

    private readonly ManualClock clock = new();

    [Test]
    public async Task Of_hundreds_at_once_each_client_gets_exactly_its_burst()
    {
        var table = New(1024);
        var keys = new ClientKeys();
        var clients = Enumerable.Range(0, 20).Select(i => keys.OfNetwork(new IPAddress([10, 0, 0, (byte)i]))).ToArray();

        var taken = await Task.WhenAll(
            Enumerable
                .Range(0, 800)
                .Select(i => Task.Run(() => (Client: i % 20, table.Take(clients[i % 20]).IsGranted)))
        );

        Assert.That(
            taken.Where(one => one.IsGranted).CountBy(one => one.Client).Select(pair => pair.Value),
            Is.EqualTo(Enumerable.Repeat(Burst, 20))
        );
    }

    [Test]
    public void Where_there_is_no_room_nobody_is_refused_who_has_not_asked()
    {
        // One set of eight places: every client meets every other.
        var table = New(8);

        for (ulong client = 1; client <= 1000; client++)
            Assert.That(table.Take(client).Remaining, Is.EqualTo(Burst - 1), "A bucket that is new here is full.");
    }

    [Test]
    public void Who_has_used_most_keeps_their_bucket_longest()
    {
        var table = New(8);
        for (ulong flood = 1; flood <= 4; flood++)
        for (var i = 0; i < Burst; i++)
            table.Take(flood);

        for (ulong passer = 100; passer < 200; passer++)
            table.Take(passer);

        Assert.That(
            new ulong[] { 1, 2, 3, 4 }.Select(flood => table.Take(flood).IsGranted),
            Is.All.False,
            "Passers-by wash away passers-by."
        );
    }

    [Test]
    public void A_closed_bucket_gives_nothing_until_the_time_is_over_and_has_lost_nothing()
    {
        var table = New(8);
        table.Take(7);
        table.Close(7, TimeSpan.FromSeconds(3));

        Assert.That(table.Take(7), Is.EqualTo(new Taken(-1, TimeSpan.FromSeconds(3))));
        Assert.That(table.Take(8).IsGranted, Is.True);
        clock.Advance(TimeSpan.FromSeconds(3));
        Assert.That(table.Take(7).Remaining, Is.EqualTo(Burst - 1));
    }

    [Test]
    public void The_key_of_a_network_is_that_of_its_text()
    {
        var keys = new ClientKeys();
        string?[] addresses =
        [
            null,
            "203.0.113.7",
            "::ffff:203.0.113.7",
            "203.0.113.8",
            "2001:db8:1:2::1",
            "2001:db8:1:2:ffff:ffff:ffff:ffff",
            "2001:db8:1:3::1",
            "cb00:7107::",
            "::203.0.113.7",
        ];
        var networks = addresses.Select(text => text is null ? null : IPAddress.Parse(text)).ToArray();

        foreach (var one in networks)
        foreach (var other in networks)
            Assert.That(
                keys.OfNetwork(one) == keys.OfNetwork(other),
                Is.EqualTo(Origin(one).Network == Origin(other).Network),
                $"{one} and {other}"
            );
    }

    [Test]
    public void A_user_is_no_network_and_another_process_names_neither_alike()
    {
        var keys = new ClientKeys();
        var id = Guid.Parse("cb007107-0000-0000-0000-000000000000");

        Assert.That(keys.OfUser(id), Is.Not.EqualTo(keys.OfUser(Guid.Empty)));
        Assert.That(keys.OfUser(id), Is.Not.EqualTo(new ClientKeys().OfUser(id)));
        Assert.That(keys.OfNetwork(IPAddress.Loopback), Is.Not.EqualTo(new ClientKeys().OfNetwork(IPAddress.Loopback)));
    }

    [Test]
    public void Taking_costs_no_memory()
    {
        var table = New(64);
        var keys = new ClientKeys();
        var address = IPAddress.Parse("2001:db8::1");
        table.Take(keys.OfNetwork(address));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            table.Take(keys.OfNetwork(address));

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    // The vectors of the reference implementation, whose key and input are the bytes 0, 1, 2 and so on.
    [TestCase(0, 0x726fdb47dd0e0e31UL)]
    [TestCase(1, 0x74f839c593dc67fdUL)]
    [TestCase(8, 0x93f5f5799a932462UL)]
    [TestCase(15, 0xa129ca6149be45e5UL)]
    public void SipHash_is_what_its_authors_made(int length, ulong expected)
    {
        var bytes = Enumerable.Range(0, 16).Select(i => (byte)i).ToArray();
        var hash = new SipHash(
            BinaryPrimitives.ReadUInt64LittleEndian(bytes),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(8))
        );

        Assert.That(hash.Compute(bytes.AsSpan(0, length)), Is.EqualTo(expected));
    }

    private static RequestOrigin Origin(IPAddress? address) => new(address, null, "r");

    private BucketTable New(int capacity) => new(new CellRate(1, Burst, clock), capacity, clock);
}
