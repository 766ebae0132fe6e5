using Enterprise.Application.Passwords;

namespace Enterprise.Tests.Application.Passwords;

public sealed unsafe class Argon2MemoryPoolTests
{
    private const int MiB = 1 << 20;

    [TestCase(64u)]
    [TestCase(4096u)]
    public void The_memory_of_a_hash_is_wiped_when_it_comes_back(uint kibibytes)
    {
        using Argon2MemoryPool pool = new(1, 64 * MiB, TimeProvider.System);
        Argon2Memory memory = pool.Rent(kibibytes * 1024);
        ulong* start = memory.Start;
        pool.Return(memory);

        Argon2Parameters parameters = new(Argon2Variant.Id, kibibytes, 1, 1, 32);
        new Argon2(pool).Hash(parameters, "password"u8, new byte[16], [], [], new byte[32]);

        memory = pool.Rent(kibibytes * 1024);
        bool same = memory.Start == start;
        bool clean = !new Span<byte>(start, (int)kibibytes * 1024).ContainsAnyExcept((byte)0);
        pool.Return(memory);
        Assert.That(same, Is.True, "The hash used the piece that is looked at.");
        Assert.That(clean, Is.True);
    }

    [TestCase(8)]
    [TestCase(64)]
    [TestCase(3 * 1024)]
    public void Memory_begins_at_the_border_of_a_cache_line(int kibibytes)
    {
        using Argon2Memory memory = new((nuint)kibibytes * 1024);
        Assert.That((long)memory.Start % 64, Is.Zero);
        new Span<byte>(memory.Start, kibibytes * 1024).Fill(1);
    }

    [Test]
    public void No_more_pieces_are_kept_than_the_bound()
    {
        using Argon2MemoryPool pool = new(2, 64 * MiB, TimeProvider.System);
        RentAndReturn(pool, MiB, MiB, MiB, MiB);
        Assert.That(pool.IdleCount, Is.EqualTo(2));
        Assert.That(pool.IdleBytes, Is.EqualTo(2 * MiB));
    }

    [Test]
    public void No_more_bytes_are_kept_than_the_bound()
    {
        using Argon2MemoryPool pool = new(8, (2 * MiB) + 1, TimeProvider.System);
        RentAndReturn(pool, MiB, MiB, MiB, MiB);
        Assert.That(pool.IdleBytes, Is.EqualTo(2 * MiB));
    }

    [Test]
    public void A_pool_that_may_keep_nothing_still_hashes()
    {
        using Argon2MemoryPool pool = new(0, 0, TimeProvider.System);
        RentAndReturn(pool, MiB, 64 * 1024);
        Assert.That(pool.IdleCount, Is.Zero);
    }

    [Test]
    public void A_piece_is_used_again_when_it_is_large_enough_and_not_twice_too_large()
    {
        using Argon2MemoryPool pool = new(8, 64 * MiB, TimeProvider.System);
        RentAndReturn(pool, 4 * MiB);
        Assert.That(Reuses(pool, 4 * MiB), Is.True);
        Assert.That(Reuses(pool, 2 * MiB), Is.True);
        Assert.That(Reuses(pool, MiB), Is.False);
        Assert.That(Reuses(pool, 5 * MiB), Is.False);
    }

    [Test]
    public void Trim_releases_what_lay_idle_for_that_long_and_keeps_the_rest()
    {
        Clock clock = new();
        using Argon2MemoryPool pool = new(8, 64 * MiB, clock);
        Argon2Memory early = pool.Rent(MiB);
        Argon2Memory late = pool.Rent(2 * MiB);
        pool.Return(early);
        clock.Advance(TimeSpan.FromSeconds(1));
        pool.Return(late);
        clock.Advance(TimeSpan.FromSeconds(59));

        Assert.That(pool.Trim(TimeSpan.FromSeconds(61)), Is.Zero);
        Assert.That(pool.Trim(TimeSpan.FromSeconds(60)), Is.EqualTo(MiB));
        Assert.That(pool.IdleBytes, Is.EqualTo(2 * MiB));
        Assert.That(pool.Trim(TimeSpan.Zero), Is.EqualTo(2 * MiB));
        Assert.That(pool.IdleCount, Is.Zero);
    }

    [Test]
    public void A_disposed_pool_rents_nothing_and_keeps_nothing_that_comes_back()
    {
        Argon2MemoryPool pool = new(8, 64 * MiB, TimeProvider.System);
        Argon2Memory memory = pool.Rent(MiB);
        RentAndReturn(pool, MiB);
        pool.Dispose();
        Assert.That(pool.IdleCount, Is.Zero);
        Assert.That(() => pool.Rent(MiB), Throws.InstanceOf<ObjectDisposedException>());

        pool.Return(memory);
        Assert.That(pool.IdleCount, Is.Zero);
        Assert.That(memory.IsClosed, Is.True);
    }

    [Test]
    public void Negative_bounds_are_refused()
    {
        Assert.That(() => Make(-1, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Make(0, -1), Throws.InstanceOf<ArgumentOutOfRangeException>());

        static void Make(int count, long bytes)
        {
            using Argon2MemoryPool pool = new(count, bytes, TimeProvider.System);
        }
    }

    private static void RentAndReturn(Argon2MemoryPool pool, params int[] sizes)
    {
        foreach (Argon2Memory memory in sizes.Select(size => pool.Rent((nuint)size)).ToList())
            pool.Return(memory);
    }

    /// <summary>Whether the pool's one piece serves a request; a new one is thrown away again.</summary>
    private static bool Reuses(Argon2MemoryPool pool, int size)
    {
        int before = pool.IdleCount;
        Argon2Memory memory = pool.Rent((nuint)size);
        bool reused = pool.IdleCount < before;
        if (reused)
            pool.Return(memory);
        else
            memory.Dispose();

        return reused;
    }

    private sealed class Clock : TimeProvider
    {
        private long now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => now;

        public void Advance(TimeSpan time) => now += time.Ticks;
    }
}
