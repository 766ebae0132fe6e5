using Enterprise.Application.Sessions.Keys;
using Enterprise.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Enterprise.Tests.Application.Sessions.Keys;

/// <summary>The ring file and the files of keys change under a program that runs.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class KeyReloadTests
{
    [Test]
    public void A_changed_file_gives_another_ring_and_the_old_one_can_still_be_finished_with()
    {
        using var lab = new ReloadLab();
        var old = lab.Keys.Active;
        var signature = new byte[old.SignatureBytes];

        Assert.That(lab.Keys.Reload(), Is.EqualTo(KeyReload.Unchanged));
        lab.Write(("b", KeyLab.OtherEcPem, true), ("a", KeyLab.EcPublicPem, false));
        Assert.That(lab.Keys.Reload().IsExchanged, Is.True);

        old.Sign("x"u8, signature);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(lab.Keys.Active.Id, Is.EqualTo("b"));
            Assert.That(lab.Keys.Find("a")!.Verifies("x"u8, signature), Is.True);
            Assert.That(lab.Keys.Find("a")!.CanSign, Is.False);
        }
    }

    [Test]
    public void A_key_file_that_is_exchanged_through_a_symbolic_link_is_seen()
    {
        if (OperatingSystem.IsWindows())
            Assert.Ignore("Links need a privilege there.");
        using var folder = new TempFolder();
        folder.Write("v1/key.pem", KeyLab.EcPem);
        folder.Write("v2/key.pem", KeyLab.OtherEcPem);
        var link = Path.Combine(folder.Path, "data");
        Directory.CreateSymbolicLink(link, Path.Combine(folder.Path, "v1"));
        var key = KeyLab.EcKey(active: true);
        (key.Pem, key.File) = ("", Path.Combine(link, "key.pem"));
        using var keys = KeyLab.Ring(KeyLab.Options(key));
        var before = keys.Published.EntityTag;

        // As Kubernetes does it: another link is made and renamed over the first.
        var next = Path.Combine(folder.Path, "next");
        Directory.CreateSymbolicLink(next, Path.Combine(folder.Path, "v2"));
        File.Delete(link);
        Directory.Move(next, link);

        Assert.That(keys.Reload().IsExchanged, Is.True);
        Assert.That(keys.Published.EntityTag, Is.Not.EqualTo(before));
    }

    [Test]
    public async Task What_is_wrong_is_told_once_and_the_old_ring_stays_until_it_is_right()
    {
        using var lab = new ReloadLab();
        using var logs = new LogSink();
        using var factory = LoggerFactory.Create(builder => builder.AddProvider(logs));
        using var reloader = new KeyReloader(
            lab.Keys,
            Options.Create(lab.Options),
            lab.Clock,
            factory.CreateLogger<KeyReloader>()
        );
        await reloader.StartAsync(CancellationToken.None);

        lab.WriteText("""{"keys":[{"kid":"canary-kid","algorithm":"HS256","secret":"canary-secret"}]}""");
        for (var look = 0; look < 3; look++)
            await lab.LookAsync();
        Assert.That(lab.Keys.Active.Id, Is.EqualTo("a"));
        File.Delete(lab.Options.KeysFile);
        for (var look = 0; look < 3; look++)
            await lab.LookAsync();
        Assert.That(lab.Keys.Active.Id, Is.EqualTo("a"));
        lab.Write(("b", KeyLab.OtherEcPem, true));
        await lab.LookAsync();
        Assert.That(lab.Keys.Active.Id, Is.EqualTo("b"));
        await reloader.StopAsync(CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(logs.Lines.Count(line => line.StartsWith("Error", StringComparison.Ordinal)), Is.EqualTo(2));
            Assert.That(logs.Lines, Has.Some.Contains("keys[0].secret is shorter than 32 bytes"));
            Assert.That(logs.Lines, Has.Some.Contains("names a file that cannot be read"));
            Assert.That(logs.Lines, Has.None.Contains("canary"));
        }
    }

    [Test]
    public async Task RS256_is_warned_of()
    {
        var key = new SigningKeySetting
        {
            Kid = "old",
            Algorithm = "RS256",
            Pem = KeyLab.RsaPem,
            Legacy = true,
        };
        var options = KeyLab.Options(key);
        using var keys = KeyLab.Ring(options);
        using var logs = new LogSink();
        using var factory = LoggerFactory.Create(builder => builder.AddProvider(logs));
        using var reloader = new KeyReloader(
            keys,
            Options.Create(options),
            TimeProvider.System,
            factory.CreateLogger<KeyReloader>()
        );

        await reloader.StartAsync(CancellationToken.None);
        await reloader.ExecuteTask!;

        Assert.That(logs.Lines, Has.Some.StartsWith("Warning").And.Some.Contains("Key old is for RS256"));
    }

    [Test]
    public void Rings_are_exchanged_while_many_threads_sign_and_verify()
    {
        using var lab = new ReloadLab();
        using var done = new CancellationTokenSource();
        var bad = 0;
        var threads = Enumerable.Range(0, 4).Select(_ => new Thread(Work)).ToArray();
        foreach (var thread in threads)
            thread.Start();

        for (var turn = 0; turn < 100; turn++)
        {
            lab.Write((turn % 2 == 0 ? "b" : "a", turn % 2 == 0 ? KeyLab.OtherEcPem : KeyLab.EcPem, true));
            Assert.That(lab.Keys.Reload().IsExchanged, Is.True);
        }
        done.Cancel();
        foreach (var thread in threads)
            thread.Join();
        Assert.That(bad, Is.Zero);

        void Work()
        {
            var signature = new byte[64];
            while (!done.IsCancellationRequested)
            {
                var key = lab.Keys.Active;
                key.Sign("x"u8, signature);
                if (!key.Verifies("x"u8, signature))
                    Interlocked.Increment(ref bad);
            }
        }
    }
}
