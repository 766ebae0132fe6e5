using Enterprise.Application.Passwords;

namespace Enterprise.Tests.Application.Passwords;

public sealed class Argon2Tests : IDisposable
{
    private static readonly Argon2Parameters Small = new(Argon2Variant.Id, 64, 2, 1, 32);

    private readonly Argon2MemoryPool pool = new(4, 64 << 20, TimeProvider.System);

    public static IEnumerable<string> Kernels => Argon2VectorTests.Kernels;

    public void Dispose() => pool.Dispose();

    [Test]
    public void The_scalar_kernel_runs_everywhere_and_the_best_one_is_among_the_available()
    {
        Assert.That(Argon2Kernels.Available, Does.Contain(Argon2Kernel.Scalar));
        Assert.That(Argon2Kernels.Available, Does.Contain(Argon2Kernels.Best));
    }

    [Test]
    public void All_kernels_give_the_same_tag_for_200_random_inputs()
    {
        Argon2[] all = [.. Argon2Kernels.Available.Select(kernel => new Argon2(pool, kernel))];
        Assert.Multiple(() =>
        {
            for (int number = 0; number < 200; number++)
            {
                Argon2Input input = Sample.Input(number);
                string[] tags = [.. all.Select(argon2 => input.Tag(argon2))];
                Assert.That(tags, Is.All.EqualTo(tags[0]), $"Input {number}: {input.Parameters}");
            }
        });
    }

    [Test]
    public void The_best_kernel_gives_the_tag_of_the_installed_reference_for_300_random_inputs()
    {
        if (!Argon2ReferenceLibrary.IsInstalled)
        {
            Assert.Pass($"Reference not installed ({Argon2ReferenceLibrary.Name}): nothing was compared.");
        }

        Argon2 argon2 = new(pool);
        Assert.Multiple(() =>
        {
            for (int number = 1000; number < 1300; number++)
            {
                Argon2Input input = Sample.Input(number);
                Assert.That(
                    input.Tag(argon2),
                    Is.EqualTo(Argon2ReferenceLibrary.Tag(input)),
                    $"Input {number}: {input.Parameters}"
                );
            }
        });
    }

    [Test]
    public void A_hash_with_the_parameters_for_passwords_equals_the_installed_reference()
    {
        if (!Argon2ReferenceLibrary.IsInstalled)
        {
            Assert.Pass($"Reference not installed ({Argon2ReferenceLibrary.Name}): nothing was compared.");
        }

        Argon2Input input = Sample.Input(1) with { Parameters = new(Argon2Variant.Id, 19456, 2, 1, 32) };
        Assert.That(input.Tag(new Argon2(pool)), Is.EqualTo(Argon2ReferenceLibrary.Tag(input)));
    }

    [Test]
    public void Hashes_on_many_threads_at_once_do_not_disturb_each_other()
    {
        Argon2 argon2 = new(pool);
        string[] expected = [.. Enumerable.Range(0, 64).Select(number => Sample.Input(number).Tag(argon2))];
        string[] tags = new string[expected.Length * 4];
        Parallel.For(
            0,
            tags.Length,
            new ParallelOptions { MaxDegreeOfParallelism = 16 },
            i => tags[i] = Sample.Input(i % expected.Length).Tag(argon2)
        );
        Assert.That(tags.Chunk(expected.Length), Is.All.EqualTo(expected));
    }

    [TestCaseSource(nameof(Kernels))]
    public void A_hash_with_one_lane_allocates_nothing(string kernel)
    {
        Argon2 argon2 = new(pool, Enum.Parse<Argon2Kernel>(kernel));
        byte[] salt = new byte[16];
        byte[] tag = new byte[32];
        argon2.Hash(Small, "password"u8, salt, salt, salt, tag);

        // The least of a few rounds: other tests share the memory, and make a block of their own where they meet this one.
        long allocated = long.MaxValue;
        for (int round = 0; round < 5; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 20; i++)
                argon2.Hash(Small, "password"u8, salt, salt, salt, tag);
            allocated = Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - before);
        }

#if DEBUG
        Assert.That(allocated, Is.LessThan(400_000), "without optimisation some vector values are boxed");
#else
        Assert.That(allocated, Is.Zero);
#endif
    }

    [Test]
    public void Each_of_password_salt_secret_data_and_cost_changes_the_tag()
    {
        Argon2 argon2 = new(pool);
        Argon2Input input = new(Small, [1], Sample.Bytes("salt", 16), [2], [3]);
        Argon2Input[] others =
        [
            input,
            input with
            {
                Password = [],
            },
            input with
            {
                Salt = Sample.Bytes("other", 16),
            },
            input with
            {
                Secret = [],
            },
            input with
            {
                AssociatedData = [],
            },
            input with
            {
                Secret = [],
                AssociatedData = [2, 3],
            },
            input with
            {
                Parameters = Small with { MemoryKiB = 65 },
            },
            input with
            {
                Parameters = Small with { Passes = 3 },
            },
            input with
            {
                Parameters = Small with { Parallelism = 2 },
            },
            input with
            {
                Parameters = Small with { Variant = Argon2Variant.D },
            },
        ];
        Assert.That(others.Select(other => other.Tag(argon2)), Is.Unique);
    }

    [Test]
    public void A_salt_of_less_than_8_bytes_is_refused()
    {
        Argon2 argon2 = new(pool);
        Assert.That(
            () => argon2.Hash(Small, [], new byte[7], [], [], new byte[32]),
            Throws.ArgumentException.With.Property(nameof(ArgumentException.ParamName)).EqualTo("salt")
        );
        Assert.That(() => argon2.Hash(Small, [], new byte[8], [], [], new byte[32]), Throws.Nothing);
    }

    [TestCase(31)]
    [TestCase(33)]
    public void A_tag_of_another_length_than_the_parameters_say_is_refused(int length) =>
        Assert.That(
            () => new Argon2(pool).Hash(Small, [], new byte[16], [], [], new byte[length]),
            Throws.ArgumentException.With.Property(nameof(ArgumentException.ParamName)).EqualTo("tag")
        );
}
