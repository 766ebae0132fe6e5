using Enterprise.Api.Http;

namespace Enterprise.Tests.Api.Logging;

/// <summary>What a developer reads; nothing in it can look like another line.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class TextLineTests
{
    private static readonly string[] Hostile = LogLab.Hostile;

    [TestCaseSource(nameof(Hostile))]
    public void No_value_breaks_or_forges_a_line(string hostile)
    {
        var text = $"a{hostile}03:04:05.000 fatal Forged: b";

        var lines = LogLab
            .Text()
            .Line(text, $"Some.{text}", new InvalidOperationException(text), new RequestScope(text, text, text))
            .Split('\n');

        Assert.Multiple(() =>
        {
            Assert.That(lines[0], Does.StartWith("03:04:05.000 info  "));
            Assert.That(lines[1..^1], Is.Not.Empty.And.All.StartsWith("    "));
            Assert.That(lines[^1], Is.Empty);
            Assert.That(string.Concat(lines), Does.Match(@"^[^\p{C}\p{Zl}\p{Zp}]+$"));
        });
    }

    [Test]
    public void What_is_plain_stays_as_it_is() =>
        Assert.That(LogLab.Text().Line("Zoë grüßt 東京 \U0001F600"), Does.Contain("Zoë grüßt 東京 \U0001F600"));

    [Test]
    public void An_exception_keeps_its_lines()
    {
        var lines = LogLab.Text().Line("text", exception: new InvalidOperationException("one\ntwo")).Split('\n');

        Assert.That(lines[1], Does.EndWith("InvalidOperationException: one"));
        Assert.That(lines[2].Trim(), Is.EqualTo("two"));
    }
}
