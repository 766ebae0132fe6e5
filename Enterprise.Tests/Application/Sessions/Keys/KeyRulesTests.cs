using Enterprise.Application.Sessions.Keys;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Application.Sessions.Keys;

/// <summary>What a ring is refused for at start: each by the name of the setting, and never with its value.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class KeyRulesTests
{
    private static readonly ManualClock Clock = new();

    [TestCaseSource(typeof(KeyExamples), nameof(KeyExamples.Bad))]
    public void A_key_that_is_wrong_is_refused_by_name(SigningKeySetting[] keys, string[] faults) =>
        Assert.That(KeyLab.Faults(KeyLab.Options(keys), Clock), Is.EquivalentTo(faults));

    [TestCaseSource(typeof(KeyExamples), nameof(KeyExamples.Good))]
    public void A_key_that_is_right_is_taken(SigningKeySetting key) =>
        Assert.That(KeyLab.Faults(KeyLab.Options(key), Clock), Is.Empty);

    [Test]
    public void No_fault_shows_material()
    {
        var faults = string.Concat(
            KeyExamples.Bad().SelectMany(bad => KeyLab.Faults(KeyLab.Options((SigningKeySetting[])bad.Arguments[0]!)))
        );

        Assert.That(
            faults,
            Does.Not.Contain("MIG").And.Not.Contain("qZ8v").And.Not.Contain("changeme").And.Not.Contain("nowhere")
        );
    }

    [Test]
    public void Without_an_active_key_the_access_secret_signs_and_is_needed()
    {
        using var ring = KeyLab.Ring(KeyLab.Options(KeyLab.EcKey()));
        var without = KeyLab.Options(KeyLab.EcKey());
        without.AccessSecret = "";

        Assert.That(ring.Active.Algorithm, Is.EqualTo("HS256"));
        Assert.That(
            KeyLab.Faults(without),
            Is.EqualTo(["APP_JWT_ACCESS_SECRET is missing (or set APP_JWT_ACCESS_SECRET_FILE to a file that holds it)"])
        );
    }

    [Test]
    public void With_an_active_key_the_access_secret_may_be_missing_and_is_accepted_where_it_is_set()
    {
        var options = KeyLab.Options(KeyLab.EcKey(active: true));
        using var both = KeyLab.Ring(options);
        var derived = HmacKey.From(KeyLab.AccessSecret);
        options.AccessSecret = "";
        using var alone = KeyLab.Ring(options);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((both.Active.Id, alone.Active.Id), Is.EqualTo(("ec", "ec")));
            Assert.That(
                (both.Find(derived.Id)?.Algorithm, alone.Find(derived.Id)),
                Is.EqualTo(("HS256", (SigningKey?)null))
            );
            Assert.That(KeyLab.Faults(options), Is.Empty);
        }
    }

    [Test]
    public void An_id_that_follows_from_a_secret_is_taken() =>
        Assert.That(
            KeyLab.Faults(KeyLab.Options(KeyLab.EcKey(HmacKey.From(KeyLab.AccessSecret).Id))),
            Is.EqualTo(["APP_JWT__KEYS__0__KID is the id of another key, too"])
        );

    [Test]
    public void A_key_is_named_by_its_own_number_whatever_others_there_are()
    {
        var options = KeyLab.Options();
        options.Keys["7"] = KeyLab.EcKey("a b");

        Assert.That(KeyLab.Faults(options).Single(), Does.StartWith("APP_JWT__KEYS__7__KID "));
    }
}
