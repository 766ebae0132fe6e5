namespace Enterprise.Application.Passwords;

/// <summary>Runs that fingers make: "abcdef", "97531", "qwertyuiop", "1qaz".</summary>
internal static class PasswordRuns
{
    /// <summary>Bits for a run: where it starts and which way it goes; its length adds next to nothing.</summary>
    internal const int Cost = 6;

    private const int TurnCost = 5;
    private const int MaxGap = 2;

    // One row of keys a line, each further right by half a key than the one above. US layout; on others the digits, the
    // middle of the letter rows and so most walks are the same.
    private static readonly string[] Rows = ["1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./"];
    private const string ShiftedDigits = "!@#$%^&*()_+";

    // Row and column of each ASCII character's key, as row x 16 + column; NoKey for none.
    private const byte NoKey = byte.MaxValue;
    private static readonly byte[] Keys = BuildKeys();

    /// <summary>Length of the longest run of evenly spaced letters or digits at the start (gap 1 or 2, either way, 9 before 0).</summary>
    internal static int Sequence(ReadOnlySpan<char> text)
    {
        if (text.Length < 2 || !TryGap(text[0], text[1], out var gap))
            return 1;

        var length = 2;
        while (length < text.Length && TryGap(text[length - 1], text[length], out var next) && next == gap)
            length++;

        return length;
    }

    private static bool TryGap(char left, char right, out int gap)
    {
        gap = right - left;
        if (char.IsAsciiDigit(left) && char.IsAsciiDigit(right))
        {
            // On the keyboard and in people's minds 0 follows 9.
            gap = gap switch
            {
                < -MaxGap => gap + 10,
                > MaxGap => gap - 10,
                _ => gap,
            };
        }
        else if (!char.IsLetter(left) || !char.IsLetter(right))
            return false;

        return gap != 0 && Math.Abs(gap) <= MaxGap;
    }

    private static byte[] BuildKeys()
    {
        var keys = new byte[128];
        keys.AsSpan().Fill(NoKey);
        for (var row = 0; row < Rows.Length; row++)
        {
            for (var column = 0; column < Rows[row].Length; column++)
                keys[Rows[row][column]] = (byte)((row * 16) + column);
        }

        for (var column = 0; column < ShiftedDigits.Length; column++)
            keys[ShiftedDigits[column]] = (byte)column;

        return keys;
    }

    /// <summary>Walks over neighbouring keys from the start of a text, one key at a time.</summary>
    internal ref struct Walk(ReadOnlySpan<char> text)
    {
        private readonly ReadOnlySpan<char> text = text;
        private int direction;

        /// <summary>Keys walked so far.</summary>
        internal int Length { get; private set; } = 1;

        /// <summary>Bits: a run, and more for each turn.</summary>
        internal int Cost { get; private set; } = PasswordRuns.Cost;

        /// <summary>Takes one more key; false where the walk ends.</summary>
        internal bool Next()
        {
            if (Length >= text.Length || !TryStep(text[Length - 1], text[Length], out var next))
                return false;

            Cost += direction != 0 && next != direction ? TurnCost : 0;
            direction = next;
            Length++;
            return true;
        }

        private static bool TryStep(char left, char right, out int direction)
        {
            direction = 0;
            if (left >= Keys.Length || right >= Keys.Length || Keys[left] == NoKey || Keys[right] == NoKey)
                return false;

            var down = (Keys[right] >> 4) - (Keys[left] >> 4);
            var across = (Keys[right] & 15) - (Keys[left] & 15);
            // Along the row; or to a row below, where the two touching keys have the same column and the one before it.
            var touches = down switch
            {
                0 => across is 1 or -1,
                1 => across is 0 or -1,
                -1 => across is 0 or 1,
                _ => false,
            };
            direction = touches ? (down * 3) + across : 0;
            return touches;
        }
    }
}
