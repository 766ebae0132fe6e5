using System.Buffers.Binary;

namespace Enterprise.Application.Passwords;

/// <summary>The data file in memory: two sorted arrays of hashes, about 0.55 MB. Its layout is told in eng/common-passwords/build.mjs.</summary>
/// <remarks>
/// Hashes and not text, because some leaked passwords are somebody's name and birthday; and the file stays small. The odds
/// that a password which is not on the list seems to be: 13,000 / 2^64, below 10^-15. That one substring passes for a root:
/// 55,000 / 2^46, below 10^-9; a password of 128 characters has some 8,000 substrings to try.
/// </remarks>
internal sealed class CommonPasswordList
{
    internal const string Resource = "common-passwords.bin";

    // Keys of roots: 46 bits of hash, then 2 bits of tier.
    private const int RootShift = 18;
    private const int TierBits = 2;
    private const int HeaderLength = 16;

    private readonly ulong[] entire;
    private readonly ulong[] roots;

    private CommonPasswordList(ulong[] entire, ulong[] roots, int passwords)
    {
        this.entire = entire;
        this.roots = roots;
        Passwords = passwords;
    }

    /// <summary>Leaked passwords of 12 code points or more.</summary>
    internal int Passwords { get; }

    /// <summary>Dictionary words and names of 12 code points or more.</summary>
    internal int Words => entire.Length - Passwords;

    /// <summary>Passwords, words and names of 4 to 11 code points.</summary>
    internal int Roots => roots.Length;

    internal static CommonPasswordList Load()
    {
        using var stream =
            typeof(CommonPasswordList).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The resource {Resource} is missing from the build.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return Parse(bytes);
    }

    internal static CommonPasswordList Parse(ReadOnlySpan<byte> file)
    {
        if (file.Length < HeaderLength || !file.StartsWith("CPW1"u8))
            throw new InvalidDataException("Not a list of common passwords.");

        var passwords = BinaryPrimitives.ReadInt32LittleEndian(file[4..]);
        var words = BinaryPrimitives.ReadInt32LittleEndian(file[8..]);
        var shorter = BinaryPrimitives.ReadInt32LittleEndian(file[12..]);
        var rest = file[HeaderLength..];
        // Every entry takes a byte or more: a damaged count must not become a huge allocation.
        if (passwords < 0 || words < 0 || shorter < 0 || (long)passwords + words + shorter > rest.Length)
            throw new InvalidDataException("The list of common passwords is cut short.");

        var list = new CommonPasswordList(ReadRun(ref rest, passwords + words), ReadRun(ref rest, shorter), passwords);
        return rest.IsEmpty
            ? list
            : throw new InvalidDataException("The list of common passwords has bytes left over.");
    }

    /// <summary>Whether the text with this finished hash is on the list as a whole.</summary>
    internal bool HasEntire(ulong hash) => entire.AsSpan().BinarySearch(hash) >= 0;

    /// <summary>How common the root with this finished hash is: 0 (the first thousand) to 2, or -1 for none.</summary>
    internal int TierOf(ulong hash)
    {
        var key = (hash >> RootShift) << TierBits;
        var at = roots.AsSpan().BinarySearch(key);
        at = at < 0 ? ~at : at;
        return at < roots.Length && roots[at] >> TierBits == key >> TierBits
            ? (int)(roots[at] & ((1 << TierBits) - 1))
            : -1;
    }

    private static ulong[] ReadRun(ref ReadOnlySpan<byte> rest, int count)
    {
        var run = new ulong[count];
        var last = 0UL;
        for (var i = 0; i < count; i++)
        {
            var gap = ReadGap(ref rest);
            // Ascending order is what binary search rests on.
            if (gap == 0 || last + gap < last)
                throw new InvalidDataException("The list of common passwords is out of order.");

            run[i] = last += gap;
        }

        return run;
    }

    private static ulong ReadGap(ref ReadOnlySpan<byte> rest)
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (rest.IsEmpty)
                break;

            var next = rest[0];
            rest = rest[1..];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
                return value;
        }

        throw new InvalidDataException("The list of common passwords is cut short.");
    }
}
