using Enterprise.Application.Configuration;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Application.Configuration;

[Parallelizable(ParallelScope.All)]
public sealed class DotEnvTests
{
    [TestCase("A=b", "b")]
    [TestCase("A=", "")]
    [TestCase("  A  =  b  ", "b")]
    [TestCase("export A=b", "b")]
    [TestCase("A=b=c==", "b=c==", Description = "Base64 ends in equals signs")]
    [TestCase("A=b#c", "b#c")]
    [TestCase("A=b # c", "b # c", Description = "a comment is a line of its own")]
    [TestCase("A=$HOME/${PATH}", "$HOME/${PATH}", Description = "nothing is expanded")]
    [TestCase("A=\\n", "\\n", Description = "nothing is unescaped")]
    [TestCase("A=\"b c\"", "b c")]
    [TestCase("A='b c'", "b c")]
    [TestCase("A=\" b \"", " b ")]
    [TestCase("A=\"b", "\"b")]
    [TestCase("A=\"b'", "\"b'")]
    [TestCase("A=\"", "\"")]
    [TestCase("A=\"\"", "")]
    [TestCase("A=b\"c", "b\"c")]
    [TestCase("A='it''s'", "it''s")]
    [TestCase("A=one\nA=two", "two")]
    [TestCase("\ufeffA=b", "b", Description = "a byte order mark")]
    [TestCase("# A=c\nA=b\n#A=d", "b")]
    [TestCase("A=b\r\nB=c", "b")]
    [TestCase("a=b", "b", Description = "names have no case")]
    public void A_line_sets_a_variable(string text, string value) => Assert.That(Read(text)["A"], Is.EqualTo(value));

    [TestCase("")]
    [TestCase("\n\n")]
    [TestCase("# a comment")]
    [TestCase("no equals sign")]
    [TestCase("=value")]
    [TestCase("#A=b")]
    public void What_is_no_variable_sets_none(string text) => Assert.That(Read(text), Is.Empty);

    [Test]
    public void A_file_that_is_not_there_sets_nothing()
    {
        using var folder = new TempFolder();

        Assert.That(DotEnv.Read(Path.Combine(folder.Path, ".env")), Is.Empty);
    }

    private static IReadOnlyDictionary<string, string> Read(string text)
    {
        using var folder = new TempFolder();
        return DotEnv.Read(folder.Write(".env", text));
    }
}
