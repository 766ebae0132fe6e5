using Enterprise.Tests.Support;

namespace Enterprise.Tests.Application.Sessions.Keys;

/// <summary>What a ring file may hold.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class KeyRingFileTests
{
    [Test]
    public void The_ring_file_is_read_beside_the_settings_and_its_paths_are_relative_to_it()
    {
        using var folder = new TempFolder();
        folder.Write("keys/b.pem", KeyLab.OtherEcPem);
        var options = KeyLab.Options(KeyLab.EcKey("a"));
        options.KeysFile = folder.Write(
            "ring.json",
            """{"keys":[{"kid":"b","algorithm":"ES256","file":"keys/b.pem","active":true,"not_before":"2020-01-01T00:00:00Z"}]}"""
        );
        using var ring = KeyLab.Ring(options);

        Assert.That(ring.Active.Id, Is.EqualTo("b"));
        Assert.That(ring.Find("a"), Is.Not.Null);
    }

    [TestCase("")]
    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("null")]
    [TestCase("""{"keys":null}""")]
    [TestCase("""{"keys":[null]}""")]
    [TestCase("""{"keys":[]} x""")]
    [TestCase("""{"keys":[],"keys":[]}""")]
    [TestCase("""{"Keys":[]}""")]
    [TestCase("""{"keys":[{"kid":"a","unknown":1}]}""")]
    [TestCase("""{"keys":[{"kid":"a","kid":"b"}]}""")]
    [TestCase("""{"keys":[{"kid":null}]}""")]
    [TestCase("""{"keys":[{"kid":"a","active":"true"}]}""")]
    [TestCase("""{"keys":[{"kid":"a","notBefore":"2030-01-02T03:04:05Z"}]}""")]
    public void A_ring_file_is_read_strictly(string json)
    {
        using var folder = new TempFolder();
        var options = KeyLab.Options();
        options.KeysFile = folder.Write("ring.json", json);

        Assert.That(
            KeyLab.Faults(options),
            Is.EqualTo(["""APP_JWT__KEYS_FILE names a file that is not of the form {"keys":[{"kid":...}]}"""])
        );
    }

    [Test]
    public void Faults_in_a_ring_file_name_the_key_by_its_place()
    {
        using var folder = new TempFolder();
        var options = KeyLab.Options();
        options.KeysFile = folder.Write(
            "ring.json",
            """{"keys":[{"kid":"a","algorithm":"HS256","secret":"hunter2"}]}"""
        );

        Assert.That(KeyLab.Faults(options), Is.EqualTo(["APP_JWT__KEYS_FILE keys[0].secret is shorter than 32 bytes"]));
    }

    [Test]
    public void A_key_is_not_the_secret_of_refresh_tokens_wherever_it_stands()
    {
        using var folder = new TempFolder();
        folder.Write("secret", KeyLab.RefreshSecret + "\n");
        var options = KeyLab.Options();
        options.KeysFile = folder.Write("ring.json", """{"keys":[{"kid":"a","algorithm":"HS256","file":"secret"}]}""");

        Assert.That(
            KeyLab.Faults(options),
            Is.EqualTo(["APP_JWT__KEYS_FILE keys[0].file must differ from APP_JWT_REFRESH_SECRET"])
        );
    }

    [Test]
    public void A_ring_file_that_is_not_there_is_the_only_fault_that_is_told()
    {
        var options = KeyLab.Options();
        (options.AccessSecret, options.KeysFile) = ("", "/nowhere/ring.json");

        Assert.That(KeyLab.Faults(options), Is.EqualTo(["APP_JWT__KEYS_FILE names a file that cannot be read"]));
    }
}
