using Enterprise.Application.Sessions;
using Enterprise.Application.Sessions.Keys;
using Enterprise.Tests.Application.Sessions.Keys;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Application.Sessions;

/// <summary>How old is what tokens depend on.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class AgeMetricsTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Test]
    public void A_feed_that_has_not_spoken_yet_is_as_old_as_the_instance()
    {
        using var lab = new ReloadLab();
        using var meters = new MeterLab();
        var revocations = new Revocations(lab.Clock);
        _ = new AgeMetrics(meters, revocations, lab.Keys, lab.Clock);

        lab.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.That(Age(meters, AgeMetrics.RevocationFeed), Is.EqualTo(3));
        Assert.That(revocations.IsComplete, Is.False);
        revocations.MarkComplete(lab.Clock.GetTimestamp());
        lab.Clock.Advance(TimeSpan.FromMilliseconds(700));
        Assert.That(Age(meters, AgeMetrics.RevocationFeed), Is.EqualTo(0.7));
    }

    [Test]
    public void A_key_of_the_settings_is_as_old_as_it_has_been_known_here()
    {
        var clock = new ManualClock();
        using var keys = KeyLab.Ring(KeyLab.Options(KeyLab.EcKey(active: true)), clock);

        AssertAge(keys, clock, TimeSpan.Zero);
        clock.Advance(Hour);
        AssertAge(keys, clock, Hour);
    }

    [Test]
    public void So_is_one_that_is_made_of_the_access_secret()
    {
        var clock = new ManualClock();
        using var keys = KeyLab.Ring(KeyLab.Options(), clock);
        clock.Advance(Hour);

        AssertAge(keys, clock, Hour);
    }

    [Test]
    public void A_key_with_a_first_moment_is_as_old_as_that_says()
    {
        var clock = new ManualClock();
        var key = KeyLab.EcKey(active: true);
        key.NotBefore = "2030-01-01T03:04:05Z";
        using var keys = KeyLab.Ring(KeyLab.Options(key), clock);

        AssertAge(keys, clock, TimeSpan.FromDays(1));
    }

    [Test]
    public void A_key_with_a_file_is_as_old_as_what_is_in_it()
    {
        using var folder = new TempFolder();
        var clock = new ManualClock();
        var key = KeyLab.EcKey(active: true);
        (key.Pem, key.File) = ("", Path.Combine(folder.Path, "key.pem"));
        folder.Write("key.pem", KeyLab.EcPem);
        File.SetLastWriteTimeUtc(key.File, clock.GetUtcNow().UtcDateTime - Hour);
        using var keys = KeyLab.Ring(KeyLab.Options(key), clock);

        AssertAge(keys, clock, Hour);
    }

    [Test]
    public void A_file_that_comes_from_the_future_is_not_less_than_new()
    {
        using var folder = new TempFolder();
        var clock = new ManualClock();
        var key = KeyLab.EcKey(active: true);
        (key.Pem, key.File) = ("", Path.Combine(folder.Path, "key.pem"));
        folder.Write("key.pem", KeyLab.EcPem);
        File.SetLastWriteTimeUtc(key.File, clock.GetUtcNow().UtcDateTime + Hour);
        using var keys = KeyLab.Ring(KeyLab.Options(key), clock);

        AssertAge(keys, clock, TimeSpan.Zero);
    }

    [Test]
    public void A_new_key_begins_anew_and_one_that_stays_does_not_get_younger()
    {
        using var lab = new ReloadLab();
        File.SetLastWriteTimeUtc(lab.Options.KeysFile, lab.Clock.GetUtcNow().UtcDateTime);
        using var keys = KeyLab.Ring(lab.Options, lab.Clock);
        lab.Clock.Advance(Hour);

        Write(lab, ("a", KeyLab.EcPem, true), ("b", KeyLab.OtherEcPem, false));
        Assert.That(keys.Reload().IsExchanged, Is.True);
        AssertAge(keys, lab.Clock, Hour);
        lab.Clock.Advance(Hour);

        Write(lab, ("a", KeyLab.EcPem, false), ("b", KeyLab.OtherEcPem, true));
        Assert.That(keys.Reload().IsExchanged, Is.True);
        AssertAge(keys, lab.Clock, Hour);

        // Another key under the same name is another key.
        Write(lab, ("b", KeyLab.EcPem, true));
        Assert.That(keys.Reload().IsExchanged, Is.True);
        AssertAge(keys, lab.Clock, TimeSpan.Zero);
    }

    private static void Write(ReloadLab lab, params (string Kid, string Pem, bool Active)[] keys)
    {
        lab.Write(keys);
        File.SetLastWriteTimeUtc(lab.Options.KeysFile, lab.Clock.GetUtcNow().UtcDateTime);
    }

    private static void AssertAge(SigningKeys keys, TimeProvider clock, TimeSpan age)
    {
        using var meters = new MeterLab();
        _ = new AgeMetrics(meters, new Revocations(clock), keys, clock);
        Assert.That(Age(meters, AgeMetrics.SigningKey), Is.EqualTo(age.TotalSeconds).Within(0.001));
    }

    private static double Age(MeterLab meters, string instrument) => meters.Observe(instrument).Single().Value;
}
