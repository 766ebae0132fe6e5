using Enterprise.Api.Http;
using Enterprise.Domain.Users;

namespace Enterprise.Tests.Api.Http;

/// <summary>Queries are read in one way or not at all.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class QueryTests
{
    [TestCase("", "")]
    [TestCase("a+b%20c", "a b c")]
    [TestCase("%C3%A9%F0%9F%98%80", "é😀")]
    [TestCase("%25%2B%26%3d", "%+&=")]
    public void What_is_encoded_is_decoded(string encoded, string text)
    {
        Assert.That(QueryText.TryDecode(encoded, out var decoded), Is.True);
        Assert.That(decoded, Is.EqualTo(text));
    }

    [TestCase("%")]
    [TestCase("%4")]
    [TestCase("a%zz")]
    [TestCase("%u0041")]
    [TestCase("%-1")]
    [TestCase("%00")]
    [TestCase("%ff")]
    [TestCase("%C3")]
    [TestCase("%C0%AF")]
    [TestCase("%ED%A0%80")]
    [TestCase("%F5%80%80%80")]
    [TestCase("é")]
    [TestCase("\u2028")]
    [TestCase("\0")]
    public void What_is_no_text_is_not_guessed_at(string encoded) =>
        Assert.That(QueryText.TryDecode(encoded, out _), Is.False);

    [TestCase("0", 0)]
    [TestCase("-7", -7)]
    [TestCase("2147483647", int.MaxValue)]
    [TestCase("-2147483648", int.MinValue)]
    public void Numbers_are_plain_decimal(string text, int number)
    {
        Assert.That(QueryValue.TryRead(typeof(int?), text, out var read), Is.True);
        Assert.That(read, Is.EqualTo(number));
    }

    [TestCase("")]
    [TestCase("+1")]
    [TestCase("-0")]
    [TestCase("01")]
    [TestCase(" 1")]
    [TestCase("1 ")]
    [TestCase("1,000")]
    [TestCase("0x10")]
    [TestCase("1e1")]
    [TestCase("1.0")]
    [TestCase("٣")]
    [TestCase("2147483648")]
    public void Other_spellings_are_no_numbers(string text) =>
        Assert.That(QueryValue.TryRead(typeof(int?), text, out _), Is.False);

    [TestCase("2026-11-22T10:00:00Z")]
    [TestCase("2026-11-22T10:00:00.123456Z")]
    [TestCase("2026-11-22T12:00:00+02:00")]
    public void Times_have_an_offset(string text)
    {
        Assert.That(QueryValue.TryRead(typeof(DateTimeOffset?), text, out var read), Is.True);
        Assert.That(((DateTimeOffset)read!).UtcDateTime.Hour, Is.EqualTo(10));
        Assert.That(((DateTimeOffset)read).Offset, Is.EqualTo(TimeSpan.Zero));
    }

    [TestCase("2026-11-22")]
    [TestCase("2026-11-22T10:00:00")]
    [TestCase("2026-11-22 10:00:00Z")]
    [TestCase("2026-13-22T10:00:00Z")]
    [TestCase("0001-01-01T00:00:00Z")]
    [TestCase("1969-12-31T23:59:59Z")]
    [TestCase("2100-01-01T00:00:00Z")]
    [TestCase("9999-12-31T23:59:59.9999999Z")]
    [TestCase("1763805600")]
    public void Other_spellings_are_no_times_and_there_are_bounds(string text) =>
        Assert.That(QueryValue.TryRead(typeof(DateTimeOffset?), text, out _), Is.False);

    [TestCase("active", true)]
    [TestCase("Active", false)]
    [TestCase("ACTIVE", false)]
    [TestCase("0", false)]
    [TestCase("active,locked", false)]
    public void Names_are_as_documented(string text, bool isOne) =>
        Assert.That(QueryValue.TryRead(typeof(UserStatus?), text, out _), Is.EqualTo(isOne));
}
