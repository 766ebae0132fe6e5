using Enterprise.Application.Lists;
using Enterprise.Application.Sessions;
using Enterprise.Tests.Contracts;
using Microsoft.Extensions.Options;

namespace Enterprise.Tests.Application.Lists;

[Parallelizable(ParallelScope.All)]
public sealed class CursorsTests
{
    private const string Question = "users|email|ada";

    private static readonly Cursors Ours = New("a-secret-of-at-least-thirty-two-bytes");

    [TestCase("")]
    [TestCase("ada@example.com")]
    [TestCase("Ωραία 🦉")]
    public void A_position_comes_back_from_its_cursor(string key)
    {
        var position = new Position(key, Given.NewId());

        Assert.That(Ours.TryRead(Ours.Write(position, Question), Question, out var read), Is.True);
        Assert.That(read, Is.EqualTo(position));
    }

    [Test]
    public void The_longest_position_has_a_cursor_that_can_be_read() =>
        Assert.That(
            Ours.TryRead(Ours.Write(new Position(new string('€', 200), Given.NewId()), Question), Question, out _),
            Is.True
        );

    [Test]
    public void A_cursor_does_not_show_what_it_holds()
    {
        var cursor = Ours.Write(new Position("ada@example.com", Given.NewId()), Question);

        Assert.That(cursor, Does.Match("^[A-Za-z0-9_-]+$"));
        Assert.That(
            System.Text.Encoding.Latin1.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(cursor)),
            Does.Not.Contain("ada")
        );
    }

    [Test]
    public void A_cursor_with_any_character_changed_is_none()
    {
        var cursor = Ours.Write(new Position("ada@example.com", Given.NewId()), Question);

        for (var i = 0; i < cursor.Length; i++)
        {
            var changed = cursor[..i] + (cursor[i] == 'A' ? 'B' : 'A') + cursor[(i + 1)..];
            Assert.That(Ours.TryRead(changed, Question, out _), Is.False, changed);
        }
    }

    [Test]
    public void A_cursor_that_is_cut_or_longer_is_none()
    {
        var cursor = Ours.Write(new Position("ada@example.com", Given.NewId()), Question);

        for (var i = 0; i < cursor.Length; i++)
            Assert.That(Ours.TryRead(cursor[..i], Question, out _), Is.False);
        Assert.That(Ours.TryRead(cursor + "A", Question, out _), Is.False);
    }

    [TestCase("")]
    [TestCase("=")]
    [TestCase("not a cursor")]
    [TestCase("%%%%")]
    [TestCase("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void What_was_never_written_is_none(string text) =>
        Assert.That(Ours.TryRead(text, Question, out _), Is.False);

    [Test]
    public void What_is_too_long_is_not_even_decoded() =>
        Assert.That(Ours.TryRead(new string('A', 1 << 20), Question, out _), Is.False);

    [Test]
    public void A_cursor_of_another_question_or_of_another_installation_is_none()
    {
        var cursor = Ours.Write(new Position("", Given.NewId()), Question);

        Assert.That(Ours.TryRead(cursor, "users|email|bob", out _), Is.False);
        Assert.That(New("another-secret-of-thirty-two-bytes!!").TryRead(cursor, Question, out _), Is.False);
    }

    private static Cursors New(string secret) => new(Options.Create(new JwtOptions { RefreshSecret = secret }));
}
