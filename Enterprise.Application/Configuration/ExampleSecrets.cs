namespace Enterprise.Application.Configuration;

/// <summary>Knows secrets that stand in manuals, templates and tutorials, and those that nobody drew at random.</summary>
internal static class ExampleSecrets
{
    private const int FewestDistinctCharacters = 8;

    // Long enough that none turns up in what was drawn at random: five letters do, once in a million secrets.
    private static readonly string[] Marks =
    [
        "changeme",
        "change_me",
        "change-me",
        "change-this",
        "replaceme",
        "replace_me",
        "replace-me",
        "replace-this",
        "example",
        "placeholder",
        "your-secret",
        "your_secret",
        "your-super",
        "your_super",
        "your-256",
        "your_256",
        "your-jwt",
        "your_jwt",
        "your-key",
        "your_key",
        "your-own",
        "yoursecret",
        "supersecret",
        "super-secret",
        "super_secret",
        "super secret",
        "mysecret",
        "secretsecret",
        "passwordpassword",
        "this-is-a-secret",
        "thisisasecret",
        "my-secret",
        "my_secret",
        "insecure",
        "do-not-use",
        "abcdefghijklmnop",
        "01234567890123456789",
        "12345678901234567890",
        "lorem ipsum",
        "correcthorsebattery",
        "correct horse battery",
        // The default of jwt.io, the key of RFC 7515 appendix A.1, and one that many a tutorial for Spring gives.
        "a-string-secret",
        "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ",
        "404E635266556A586E3272357538782F413F4428472B4B6250645367566B5970",
    ];

    public static bool Looks(string secret) =>
        secret.Distinct().Take(FewestDistinctCharacters).Count() < FewestDistinctCharacters
        || Array.Exists(Marks, mark => secret.Contains(mark, StringComparison.OrdinalIgnoreCase));
}
