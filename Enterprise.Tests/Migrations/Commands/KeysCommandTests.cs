using System.Text.RegularExpressions;
using Enterprise.Application.Sessions.Keys;
using Enterprise.Tests.Application.Sessions.Keys;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Migrations.Commands;

/// <summary>The verb <c>keys new</c> in a process of its own, without database and settings.</summary>
[Parallelizable(ParallelScope.All)]
internal sealed partial class KeysCommandTests
{
    [TestCase("ES256")]
    [TestCase("PS256")]
    [TestCase("RS256")]
    [TestCase("HS256")]
    public async Task What_is_printed_is_a_key_that_the_ring_takes_and_signs_with(string algorithm)
    {
        var output = await NewAsync("--algorithm", algorithm);

        using var folder = new TempFolder();
        var entry = Entry().Match(output).Value;
        folder.Write(FileName().Match(entry).Groups["name"].Value, Material().Match(output).Value + "\n");
        var options = KeyLab.Options();
        options.AccessSecret = "";
        options.KeysFile = folder.Write("ring.json", $$"""{"keys":[{{entry.Replace("}", ", \"active\": true }")}}]}""");
        Assert.That(KeyLab.Faults(options), Is.Empty);
        using var ring = KeyLab.Ring(options);
        Assert.That(ring.Active.Algorithm, Is.EqualTo(algorithm));
        Assert.That(KeyMaker.Works(ring.Active), Is.True);
    }

    [Test]
    public async Task Without_an_algorithm_it_is_ES256_and_no_two_keys_are_alike()
    {
        var (first, second) = (await NewAsync(), await NewAsync());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Entry().Match(first).Value, Does.Contain("\"ES256\""));
            Assert.That(Material().Match(first).Value, Is.Not.EqualTo(Material().Match(second).Value));
            Assert.That(Entry().Match(first).Value, Is.Not.EqualTo(Entry().Match(second).Value));
        }
    }

    [Test]
    public async Task The_times_to_wait_are_those_of_the_defaults()
    {
        var output = await NewAsync();

        Assert.That(output, Does.Contain("Wait 305 seconds").And.Contain("Wait 635 seconds"));
    }

    [TestCase("none")]
    [TestCase("ES384")]
    [TestCase("es256")]
    public async Task Another_algorithm_is_refused(string algorithm)
    {
        var (exitCode, output, errors) = await ProgramProcess.RunAsync(
            ProgramProcess.Migrations,
            ["keys", "new", "--algorithm", algorithm],
            new Dictionary<string, string>()
        );

        Assert.That((exitCode, output), Is.EqualTo((64, "")));
        Assert.That(errors, Does.Contain("keys new"));
    }

    private static async Task<string> NewAsync(params string[] options)
    {
        var (exitCode, output, errors) = await ProgramProcess.RunAsync(
            ProgramProcess.Migrations,
            ["keys", "new", .. options],
            new Dictionary<string, string>()
        );
        Assert.That((exitCode, errors), Is.EqualTo((0, "")));
        return output;
    }

    [GeneratedRegex("""\{ "kid":[^}]*\}""", RegexOptions.None, 1000)]
    private static partial Regex Entry();

    [GeneratedRegex("\"file\": \"(?<name>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FileName();

    [GeneratedRegex("^(?:-----BEGIN (?:.|\n)*END PRIVATE KEY-----|[A-Za-z0-9+/]{64})$", RegexOptions.Multiline, 1000)]
    private static partial Regex Material();
}
