using System.Buffers.Text;
using System.Text;
using Enterprise.Application.Sessions.Keys;

namespace Enterprise.Tests.Application.Sessions;

/// <summary>What can be wrong with the signature, and with the whole.</summary>
internal static partial class ForgedTokens
{
    private static IEnumerable<(string Name, string Token)> Signatures()
    {
        var segments = Good[..Good.LastIndexOf('.')];
        var signature = Good[(Good.LastIndexOf('.') + 1)..];
        foreach (
            var secret in (string[])
                [
                    "secret",
                    "your-256-bit-secret",
                    TokenForge.Secret + " ",
                    TokenForge.Jwt.RefreshSecret,
                    TokenForge.Key.Id,
                ]
        )
            yield return (
                $"signed with '{secret}'",
                TokenForge.SignSegments(segments, new HmacKey("x", Encoding.UTF8.GetBytes(secret)))
            );
        yield return ("signed with no key", TokenForge.SignSegments(segments, new HmacKey("x", [])));
        yield return ("no signature", segments + ".");
        yield return ("no signature and no dot", segments);
        yield return ("signature of noughts", $"{segments}.{new string('A', 43)}");
        yield return ("padded with =", Good + "=");
        yield return ("padded with ==", Good + "==");
        yield return ("a stray bit at the end", Good[..^1] + Stray(Good[^1]));
        yield return ("cut by one", Good[..^1]);
        yield return ("cut by four", Good[..^4]);
        yield return ("one more character", Good + "A");
        yield return ("four more characters", Good + "AAAA");
        yield return ("signature twice", $"{segments}.{signature}{signature}");
        yield return (
            "signature in hexadecimal",
            $"{segments}.{Convert.ToHexString(Base64Url.DecodeFromChars(signature))}"
        );
        yield return ("signature in lower case", $"{segments}.{signature.ToLowerInvariant()}x"[..Good.Length]);
        yield return (
            "other claims under the signature",
            $"{TokenForge.Encode(TokenForge.GoodHeader)}.{TokenForge.Encode(Forge.Claims(("roles", "[\"admin\"]")))}.{signature}"
        );
        yield return (
            "signature of HS512 cut to size",
            $"{segments}.{Base64Url.EncodeToString(System.Security.Cryptography.HMACSHA512.HashData(Encoding.UTF8.GetBytes(TokenForge.Secret), Encoding.ASCII.GetBytes(segments)).AsSpan(0, 32))}"
        );
    }

    private static IEnumerable<(string Name, string Token)> Shapes()
    {
        foreach (
            var text in (string[])
                [
                    "",
                    " ",
                    ".",
                    "..",
                    "...",
                    "....",
                    "a",
                    "a.b",
                    "a.b.c",
                    "undefined",
                    "null",
                    "{\"sub\":\"1\"}",
                    TokenForge.User,
                    "Bearer " + Good,
                    "eyJhbGciOiJkaXIifQ..AAAA.AAAA.AAAA",
                ]
        )
            yield return ($"'{(text.Length > 50 ? text[..50] : text)}'", text);
        yield return ("one more dot in front", "." + Good);
        yield return ("one more dot behind", Good + ".");
        yield return ("one more dot within", Good.Replace(".", ".."));
        yield return ("signed over four parts", TokenForge.SignSegments(Good));
        yield return ("signed over five parts", TokenForge.SignSegments(Good + "." + Good[^8..]));
        foreach (var space in (string[])[" ", "\t", "\r\n", "\n", "\0", "\u00a0", "\u200b", "\ufeff"])
        {
            yield return ($"U+{(int)space[0]:X4} in front", space + Good);
            yield return ($"U+{(int)space[0]:X4} behind", Good + space);
            yield return ($"U+{(int)space[0]:X4} within", Good.Insert(20, space));
        }
        yield return ("white space signed", TokenForge.SignSegments(Good[..Good.LastIndexOf('.')].Insert(8, "\n")));
        yield return (
            "claims padded and signed",
            TokenForge.SignSegments($"{TokenForge.Encode(TokenForge.GoodHeader)}.{Padded(Forge.Claims())}")
        );
        yield return (
            "header padded and signed",
            TokenForge.SignSegments($"{Padded(TokenForge.GoodHeader + " ")}.{TokenForge.Encode(Forge.Claims())}")
        );
        yield return (
            "the other alphabet, signed",
            TokenForge.SignSegments(
                $"{TokenForge.Encode(TokenForge.GoodHeader)}.{Convert.ToBase64String(Encoding.UTF8.GetBytes(Forge.Claims(("x", "\"\u00ff\u00fe???>>>\"")))).TrimEnd('=')}"
            )
        );
        yield return ("a letter of Cyrillic", Good.Replace('e', '\u0435'));
        yield return ("full width", Good.Replace('J', '\uff2a'));
        yield return ("over 8192 characters", WithClaims(("padding", $"\"{new string('x', 6000)}\"")));
        yield return ("16 kB of the letter a", new string('a', 16 << 10));
        yield return ("64 kB of dots", new string('.', 64 << 10));
        yield return (
            "a token in a token",
            TokenForge.SignSegments($"{TokenForge.Encode(TokenForge.GoodHeader)}.{TokenForge.Encode(Good)}")
        );
    }

    private static string Padded(string json)
    {
        // White space at the end of JSON changes nothing but the length, until there is something to pad.
        while (json.Length % 3 == 0)
            json += " ";
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(json)).Replace('+', '-').Replace('/', '_');
    }

    private static char Stray(char last)
    {
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        return alphabet[alphabet.IndexOf(last) ^ 1];
    }
}
