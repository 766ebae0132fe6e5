using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Enterprise.Application.Passwords;

namespace Enterprise.Benchmarks;

/// <summary>
/// Measures every kernel of Argon2id against the reference implementation in C, on one thread. The candidates take turns, so that
/// whatever else the machine does meets all of them alike; compare the ratios, not the milliseconds of different runs.
/// </summary>
internal static unsafe class Argon2Benchmark
{
    private static readonly byte[] Salt = new byte[16];

    public static int Run(string[] options)
    {
        Argon2Parameters parameters = new(
            Argon2Variant.Id,
            Number(options, "--memory", 19456),
            Number(options, "--passes", 2),
            Parallelism: 1,
            TagLength: 32
        );
        parameters.Validate();
        using Argon2MemoryPool pool = new(1, long.MaxValue, TimeProvider.System);
        List<Candidate> candidates = [.. Candidates(parameters, pool, Option(options, "--native"))];
        byte[] expected = new byte[parameters.TagLength];
        candidates[^1].Hash(expected);
        uint rounds = Number(options, "--rounds", 40);

        // Enough turns for the just-in-time compiler to be done with every kernel.
        for (int turn = -8; turn < rounds; turn++)
        {
            foreach (Candidate candidate in candidates)
            {
                if (!candidate.Measure(expected, kept: turn >= 0))
                {
                    Console.Error.WriteLine($"{candidate.Name} gives another tag.");
                    return 1;
                }
            }
        }

        Print(parameters, candidates);
        return 0;
    }

    private static IEnumerable<Candidate> Candidates(Argon2Parameters parameters, Argon2MemoryPool pool, string? native)
    {
        foreach (string library in new[] { "libargon2.so.1", native }.OfType<string>())
        {
            if (NativeLibrary.TryLoad(library, out nint handle))
            {
                nint function = NativeLibrary.GetExport(handle, "argon2id_hash_raw");
                yield return new Candidate(library, tag => Reference(function, parameters, tag));
            }
            else
            {
                Console.WriteLine($"{library}: not found");
            }
        }

        foreach (Argon2Kernel kernel in Argon2Kernels.Available)
        {
            Argon2 argon2 = new(pool, kernel);
            string name = kernel == Argon2Kernels.Best ? $"{kernel} (best)" : kernel.ToString();
            yield return new Candidate(name, tag => argon2.Hash(parameters, "password"u8, Salt, [], [], tag));
        }
    }

    private static void Reference(nint function, in Argon2Parameters parameters, byte[] tag)
    {
        fixed (
            byte* password = "password"u8,
                salt = Salt,
                output = tag
        )
        {
            int error = (
                (delegate* unmanaged<uint, uint, uint, byte*, nuint, byte*, nuint, byte*, nuint, int>)function
            )(
                parameters.Passes,
                parameters.MemoryKiB,
                1,
                password,
                8,
                salt,
                (nuint)Salt.Length,
                output,
                (nuint)tag.Length
            );
            if (error != 0)
            {
                throw new InvalidOperationException($"The reference implementation answers with error {error}.");
            }
        }
    }

    private static void Print(in Argon2Parameters parameters, List<Candidate> candidates)
    {
        Console.WriteLine($"Argon2id m={parameters.MemoryKiB} KiB, t={parameters.Passes}, p=1, wiping included");
        Console.WriteLine($"{"", -28}{"min ms", 9}{"median", 9}{"speed", 9}{"bytes", 9}");
        Candidate first = candidates[0];
        foreach (Candidate candidate in candidates)
        {
            double speed = first.Minimum / candidate.Minimum;
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{candidate.Name[^Math.Min(candidate.Name.Length, 27)..], -28}{candidate.Minimum, 9:F2}{candidate.Median, 9:F2}{speed, 8:F2}x{candidate.Allocated, 9}"
                )
            );
        }

        Console.WriteLine(
            $"speed: against {first.Name}, by the minima; bytes: the most allocated on the managed heap by one hash"
        );
    }

    private static uint Number(string[] options, string name, uint otherwise) =>
        Option(options, name) is { } text ? uint.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    private static string? Option(string[] options, string name)
    {
        int at = Array.IndexOf(options, name);
        return at >= 0 && at + 1 < options.Length ? options[at + 1] : null;
    }

    private sealed class Candidate(string name, Action<byte[]> hash)
    {
        private readonly List<double> milliseconds = [];

        public string Name => name;

        public double Minimum => milliseconds.Min();

        public double Median => milliseconds.Order().ElementAt(milliseconds.Count / 2);

        public long Allocated { get; private set; }

        public void Hash(byte[] tag) => hash(tag);

        public bool Measure(byte[] expected, bool kept)
        {
            byte[] tag = new byte[expected.Length];
            long before = GC.GetAllocatedBytesForCurrentThread();
            long start = Stopwatch.GetTimestamp();
            hash(tag);
            TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            if (kept)
            {
                milliseconds.Add(elapsed.TotalMilliseconds);
                Allocated = Math.Max(Allocated, allocated);
            }

            return tag.AsSpan().SequenceEqual(expected);
        }
    }
}
