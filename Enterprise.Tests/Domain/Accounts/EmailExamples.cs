namespace Enterprise.Tests.Domain.Accounts;

/// <summary>Addresses, good and bad; look-alikes and invisible characters are written as escapes, so that they can be seen.</summary>
internal static class EmailExamples
{
    /// <summary>In canonical form already.</summary>
    public static readonly string[] Good =
    [
        "a@b.de",
        "ada@example.com",
        "ada.lovelace@example.com",
        "ada+tag@example.com",
        "ada.u.s@example.com",
        "ada_x-y@example.com",
        "o'brien@example.ie",
        "!#$%&'*+-/=?^_`{|}~@example.com",
        "1234567890@example.com",
        "-@example.com",
        "ada@xn--bcher-kva.example",
        "ada@example.xn--p1ai",
        "ada@mail.department.example.co.uk",
        "ada@a-b-c.example.com",
        "ada@a--b.example.com",
        "ada@1und1.de",
        "ada@163.com",
        "ada@3.14.example",
        "ada@example.museum",
        "mailto/a@b.de",
    ];

    public static readonly string[][] Canonical =
    [
        ["ADA@EXAMPLE.COM", "ada@example.com"],
        ["Ada.Lovelace@Example.Com", "ada.lovelace@example.com"],
        ["  ada@example.com", "ada@example.com"],
        ["ada@example.com\t", "ada@example.com"],
        ["ada@example.com\r\n", "ada@example.com"],
        ["\u00a0ada@example.com\u3000", "ada@example.com"],
        ["ISTANBUL@EXAMPLE.COM", "istanbul@example.com"],
        ["ada@XN--BCHER-KVA.example", "ada@xn--bcher-kva.example"],
    ];

    public static readonly string?[] Bad =
    [
        null,
        "",
        " ",
        "a",
        "@",
        "@@",
        "a@",
        "@b.de",
        "a@b",
        "a@localhost",
        "a b@c.de",
        "a @c.de",
        "a@ c.de",
        "a@b.d e",
        ".@b.de",
        ".a@b.de",
        "a.@b.de",
        "a..b@c.de",
        "a@.b.de",
        "a@b..de",
        "a@b.de.",
        "a@b.de..",
        "a@.",
        "a@..",
        "a@-b.de",
        "a@b-.de",
        "a@b.-de",
        "a@b.de-",
        "a@b_c.de",
        "a@b@c.de",
        "a@b.de@c.de",
        "\"x y\"@c.de",
        "\"a\"@c.de",
        "\"a@b\"@c.de",
        "a\\@b.de",
        "a\\b@c.de",
        "<a@b.de>",
        "Ada <a@b.de>",
        "a@b.de,c@d.de",
        "a@b.de;c@d.de",
        "a@b.de c@d.de",
        "mailto:a@b.de",
        "(a)@b.de",
        "a@b.de(c)",
        "a@[1.2.3.4]",
        "a@[IPv6:::1]",
        "a@127.0.0.1",
        "a@1.2.3.4",
        "a@b.123",
        "a@::1",
        "a@b.de:25",
        "a@b.de/path",
        "a@b.de?subject=x",
        "a@b%2ede",
        "a@b.de#",
        "a@!b.de",
        "a@*.de",
    ];

    /// <summary>Would stand for somebody else's address if they were folded, mapped or normalised.</summary>
    public static readonly string[] LookAlikes =
    [
        "\u212aay@example.com", // Kelvin sign: lowers to a plain k
        "ada@example\u212a.com",
        "u\u017fer@example.com", // long s: upper-cases to a plain S
        "ada@example.\u017fe",
        "ad\u0131@example.com", // dotless i
        "ad\u0130@example.com", // I with a dot
        "\uff41da@example.com", // full-width a
        "ada\uff20example.com", // full-width at sign
        "ada@example\uff0ecom", // full-width full stop
        "ada@example\u3002com", // ideographic full stop, a dot in IDNA 2003
        "ada@example\uff61com", // half-width ideographic full stop
        "ada@example\u2024com", // one dot leader
        "\u0430da@example.com", // Cyrillic a
        "ada@ex\u0430mple.com",
        "and\u00e9@example.com",
        "ande\u0301@example.com",
        "ada@b\u00fccher.example",
        "ada@stra\u00dfe.example",
        "\ufb01n@example.com", // ligature fi
        "\U0001d41ada@example.com", // mathematical bold a
    ];

    /// <summary>Characters that end a line, cut a string, or cannot be seen.</summary>
    public static readonly string[] Injections =
    [
        "a@b.de\r\nBcc: x@y.de",
        "a@b.de\nBcc: x@y.de",
        "a\r\n@b.de",
        "a@b.de\r\n.\r\nMAIL FROM:<x@y.de>",
        "a@b.de\u2028c",
        "a\u0085@b.de",
        "a@b.de\0",
        "\0a@b.de",
        "a\0b@c.de",
        "a@b\0.de",
        "a@b.de\0.com",
        "a\u007f@b.de",
        "a\u001b[31m@b.de",
        "a\t@b.de",
        "a\u200b@b.de", // zero-width space
        "a@b.de\u200b",
        "\u200ba@b.de",
        "a\u200d@b.de", // zero-width joiner
        "a\u2060@b.de", // word joiner
        "a\u00ad@b.de", // soft hyphen
        "\ufeffa@b.de", // byte order mark
        "a@b.de\ufeff",
        "a\u202e@b.de", // right-to-left override
        "a@\u202ded.b.de",
        "a\u2066@b.de", // left-to-right isolate
        "a\u200f@b.de", // right-to-left mark
        "a\ud800@b.de", // lone surrogates
        "a@b.de\udc00",
        "a\ufffd@b.de",
        "a\ufe0f@b.de", // variation selector
    ];
}
