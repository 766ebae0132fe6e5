using System.Text;

namespace Enterprise.Benchmarks.Fuzz;

/// <summary>Takes a request that is in order and breaks it in one to three places. The same number breaks in the same way.</summary>
internal sealed class Mutator(ulong seed)
{
    private const int MaxMutations = 3;
    private const int LongLength = 9000;

    public FuzzRequest Make(long number)
    {
        var dice = new Dice(seed, number);
        var draft = new Draft(dice.Of(Sample.All), number);
        // One in eight is left as it is: what works has to go on working.
        for (var i = dice.IsOneIn(8) ? MaxMutations : dice.Below(MaxMutations); i < MaxMutations; i++)
            Mutate(draft, dice);
        return draft.Finish(dice);
    }

    private static void Mutate(Draft draft, Dice dice)
    {
        switch (dice.Below(12))
        {
            case 0:
                draft.Method = dice.Of(Odd.Methods);
                break;
            case 1 or 2:
                draft.Target = Put(draft.Target, dice, Odd.Pieces);
                break;
            case 3:
                draft.Target +=
                    (draft.Target.Contains('?', StringComparison.Ordinal) ? "&" : "?")
                    + dice.Of(Odd.Pieces)
                    + "="
                    + dice.Of(Odd.Pieces);
                break;
            case 4 or 5:
                var name = dice.Of(Odd.Headers);
                if (dice.IsOneIn(2))
                    draft.Headers.RemoveAll(header => header.Name == name);
                draft.Headers.Add((name, dice.IsOneIn(20) ? new string('a', LongLength) : Value(name, dice)));
                break;
            case 6:
                var at = dice.Below(draft.Headers.Count);
                var (known, value) = draft.Headers[at];
                draft.Headers[at] = (known, dice.IsOneIn(2) ? Value(known, dice) : Put(value, dice, Odd.Values));
                break;
            case 7 or 8 or 9:
                draft.Body = Put(draft.Body, dice, OddBodies.Json);
                break;
            case 10:
                draft.IsFramingBroken = true;
                break;
            default:
                draft.IsByteBroken = true;
                break;
        }
    }

    /// <summary>What is odd for this header in particular, or for any.</summary>
    private static string Value(string name, Dice dice) =>
        dice.Of(name == "Content-Type" && dice.IsOneIn(2) ? Odd.Types : Odd.Values);

    /// <summary>Puts a piece in, or in the place of something, or takes something away, or doubles it.</summary>
    private static string Put(string text, Dice dice, IReadOnlyList<string> pieces)
    {
        var from = dice.Below(text.Length + 1);
        var to = Math.Min(text.Length, from + dice.Below(12));
        return dice.Below(6) switch
        {
            0 or 1 => text[..from] + dice.Of(pieces) + text[from..],
            2 => text[..from] + dice.Of(pieces) + text[to..],
            3 => text[..from] + text[to..],
            4 => text[..to] + text[from..],
            _ => InPlaceOfAValue(text, dice, pieces),
        };
    }

    /// <summary>Values stand behind a colon, an equals sign or a slash.</summary>
    private static string InPlaceOfAValue(string text, Dice dice, IReadOnlyList<string> pieces)
    {
        var starts = Enumerable.Range(0, text.Length).Where(i => text[i] is ':' or '=' or '/').ToArray();
        if (starts.Length == 0)
            return dice.Of(pieces);
        var start = dice.Of(starts) + 1;
        var end = text.AsSpan(start).IndexOfAny(",}&/?");
        return text[..start] + dice.Of(pieces) + (end < 0 ? "" : text[(start + end)..]);
    }

    private sealed class Draft
    {
        public Draft(Sample sample, long number)
        {
            (Method, Target, Body) = (sample.Method, sample.Target, sample.Body ?? "");
            Headers.Add(("Host", "localhost"));
            Id = FuzzRequest.IdOf(number);
            Headers.Add(("x-request-id", Id));
            if (sample.Token is not null)
                Headers.Add(("Authorization", $"Bearer {sample.Token}"));
            if (sample.Body is not null)
                Headers.Add(("Content-Type", "application/json"));
            if (sample.Method is "PUT" or "PATCH" or "DELETE")
                Headers.Add(("If-Match", "*"));
        }

        public string Id { get; }

        public string Method { get; set; }

        public string Target { get; set; }

        public string Body { get; set; }

        public List<(string Name, string Value)> Headers { get; } = [];

        public bool IsFramingBroken { get; set; }

        public bool IsByteBroken { get; set; }

        public FuzzRequest Finish(Dice dice)
        {
            var head = new StringBuilder($"{Method} {Target} HTTP/1.1\r\n");
            foreach (var (name, value) in Headers)
                head.Append(name).Append(": ").Append(value).Append("\r\n");
            var size = dice.IsOneIn(10) ? "{SIZE}" : null;
            if (size is not null)
                head.Append("Transfer-Encoding: chunked\r\n");
            else if (IsFramingBroken)
                head.Append(dice.Of(OddBodies.Framings)).Append("\r\n");
            else if (Body.Length > 0 || Method is "POST" or "PUT" or "PATCH")
                head.Append("Content-Length: {LENGTH}\r\n");
            var (text, isHeadFlipped) = (head.Append("\r\n").ToString(), IsByteBroken && dice.IsOneIn(2));
            return new FuzzRequest(
                isHeadFlipped ? Flip(text, dice) : text,
                IsByteBroken && !isHeadFlipped ? Flip(Body, dice) : Body
            )
            {
                ChunkSize = size is not null && IsFramingBroken ? dice.Of(OddBodies.ChunkSizes) : size,
                IsFramed = !IsFramingBroken && !isHeadFlipped,
                HasOwnId = isHeadFlipped || Headers.Count(IsId) != 1 || Headers.Find(IsId).Value != Id,
            };
        }

        private static bool IsId((string Name, string Value) header) => header.Name == "x-request-id";

        private static string Flip(string text, Dice dice)
        {
            if (text.Length == 0)
                return text;
            var at = dice.Below(text.Length);
            var one = (char)dice.Below(256);
            return dice.Below(4) switch
            {
                0 => text[..at] + one + text[(at + 1)..],
                1 => text[..at] + one + text[at..],
                2 => text[..at] + text[(at + 1)..],
                _ => text[..at] + (char)(text[at] ^ (1 << dice.Below(8))) + text[(at + 1)..],
            };
        }
    }
}
