using System.Globalization;
using System.Text;
using System.Text.Json;
using Enterprise.Domain.Common;

namespace Enterprise.Tests.Domain.Common;

[Parallelizable(ParallelScope.All)]
public sealed class SecretTests
{
    private const string Text = "walnut ferry compass";
    private static readonly Secret Hidden = new(Text);

    [Test]
    public void A_secret_is_revealed_to_who_asks_for_it() => Assert.That(Hidden.Reveal(), Is.EqualTo(Text));

    [Test]
    public void A_secret_prints_as_stars_however_it_is_printed()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Hidden.ToString(), Is.EqualTo("***"));
            Assert.That($"{Hidden}", Is.EqualTo("***"));
            Assert.That($"{Hidden, 5}", Is.EqualTo("  ***"));
            Assert.That("" + Hidden, Is.EqualTo("***"));
            Assert.That(string.Format(CultureInfo.InvariantCulture, "{0:X}", Hidden), Is.EqualTo("***"));
            Assert.That(string.Concat(Hidden, Hidden), Is.EqualTo("******"));
            Assert.That(new StringBuilder().Append(Hidden).ToString(), Is.EqualTo("***"));
            Assert.That(Convert.ToString(Hidden, CultureInfo.InvariantCulture), Is.EqualTo("***"));
        }
    }

    [Test]
    public void A_record_that_holds_a_secret_does_not_print_it()
    {
        var message = new Message("ada@example.com", Hidden);

        Assert.That(message.ToString(), Is.EqualTo("Message { Email = ada@example.com, Password = *** }"));
    }

    [Test]
    public void An_empty_secret_prints_like_any_other() => Assert.That(new Secret("").ToString(), Is.EqualTo("***"));

    [Test]
    public void A_serializer_that_knows_nothing_of_secrets_does_not_write_them()
    {
        Assert.That(JsonSerializer.Serialize(new Message("a", Hidden)), Does.Not.Contain("walnut"));
        Assert.That(JsonSerializer.Serialize(Hidden), Is.EqualTo("{}"));
    }

    private sealed record Message(string Email, Secret Password);
}
