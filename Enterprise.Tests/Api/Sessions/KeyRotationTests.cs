using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Enterprise.Application.Sessions;
using Enterprise.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Enterprise.Tests.Api.Sessions;

/// <summary>
/// A key is added, made active and retired under load, with two instances and another service that keeps the key set. The five minutes
/// for which that may keep it are a second and a half here, and the ten of a token pass by the clock.
/// </summary>
internal sealed class KeyRotationTests
{
    private const string Password = "violet-kettle-orbit-93";
    private const int Workers = 3;

    private static readonly TimeSpan Cache = TimeSpan.FromSeconds(1.5);
    private static readonly string PemA = NewPem();
    private static readonly string PemB = NewPem();

    private readonly ShiftedClock clock = new();
    private readonly ConcurrentBag<string> refused = [];
    private readonly ConcurrentQueue<string> valid = new();
    private readonly ConcurrentDictionary<string, int> issued = new();

    private ApiHost[] hosts = [];
    private HttpClient[] clients = [];
    private JoseVerifier? verifier;
    private TestDatabase? database;

    [TearDown]
    public async Task StopAsync()
    {
        if (verifier is not null)
            await verifier.DisposeAsync();
        foreach (var client in clients)
            client.Dispose();
        foreach (var host in hosts)
            await host.DisposeAsync();
        if (database is not null)
            await database.DisposeAsync();
    }

    [Test]
    public async Task A_key_is_added_made_active_and_retired_and_nobody_refuses_a_valid_token()
    {
        JoseVerifier.Need();
        using var folder = new TempFolder();
        var ring = Path.Combine(folder.Path, "ring.json");
        Write(ring, Key("a", PemA, true));
        await StartAsync(ring);

        await UnderLoadAsync(async () =>
        {
            await IssuedAsync("a");
            Write(ring, Key("a", PemA, true), Key("b", PemB, false));
            await PublishedAsync("a,b");
            await Task.Delay(Cache);
            Write(ring, Key("b", PemB, true), Key("a", PemA, false));
            await PublishedAsync("b,a");
            await IssuedAsync("b");
            await Task.Delay(Cache);
        });
        Assert.That(valid.TryPeek(out var oldest), Is.True);
        valid.Clear();
        clock.Advance(TimeSpan.FromMinutes(10) + AccessTokenReader.Skew + TimeSpan.FromSeconds(1));
        await UnderLoadAsync(async () =>
        {
            Write(ring, Key("b", PemB, true));
            await PublishedAsync("b");
            await Task.Delay(Cache);
        });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(refused, Is.Empty);
            Assert.That(await WhoRefusesAsync(oldest!), Has.Length.EqualTo(3));
            TestContext.Out.WriteLine($"Tokens issued and verified: {issued["a"]} under a, {issued["b"]} under b.");
        }
    }

    private async Task UnderLoadAsync(Func<Task> change)
    {
        using var done = new CancellationTokenSource();
        var logins = await Task.WhenAll(clients.Select(LoginAsync));
        var load = Enumerable.Range(0, Workers).Select(i => Task.Run(() => WorkAsync(i, logins, done.Token))).ToArray();
        await change();
        await done.CancelAsync();
        await Task.WhenAll(load);
    }

    /// <summary>Issues on one host and shows it to everybody, and with it a token that was issued a while ago.</summary>
    private async Task WorkAsync(int worker, AccessToken[] logins, CancellationToken done)
    {
        for (var i = worker; !done.IsCancellationRequested; i++)
        {
            var login = logins[i % 2];
            var token = hosts[i % 2]
                .Services.GetRequiredService<AccessTokenIssuer>()
                .Issue(login.UserId, login.SessionId, login.Entitlements)
                .Reveal();
            valid.Enqueue(token);
            issued.AddOrUpdate(KidOf(token), 1, (_, count) => count + 1);
            foreach (var refusal in await WhoRefusesAsync(token))
                refused.Add(refusal);
            if (valid.Count > 100 && valid.TryDequeue(out var older))
                foreach (var refusal in await WhoRefusesAsync(older))
                    refused.Add(refusal);
        }
    }

    private async Task<string[]> WhoRefusesAsync(string token)
    {
        var first = await clients[0].SendAsync(HttpMethod.Get, "/v1/me", token: token);
        var second = await clients[1].SendAsync(HttpMethod.Get, "/v1/me", token: token);
        var jose = await verifier!.VerifyAsync(token, clock.GetUtcNow());
        (string Who, string Said, string Good)[] said =
        [
            ("first host", $"{first.Status}", "200"),
            ("second host", $"{second.Status}", "200"),
            ("jose", jose, "ok"),
        ];
        return [.. said.Where(one => one.Said != one.Good).Select(one => $"{one.Who}: {one.Said} ({KidOf(token)})")];
    }

    private async Task<AccessToken> LoginAsync(HttpClient client, int host)
    {
        var account = new { email = Fresh.Email(), password = Password };
        await client.SendAsync(HttpMethod.Post, "/v1/auth/register", JsonContent.Of(account));
        var answer = await client.SendAsync(HttpMethod.Post, "/v1/auth/login", JsonContent.Of(account));
        Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
        var token = answer.Json.GetProperty("access_token").GetString()!;
        Assert.That(hosts[host].Services.GetRequiredService<AccessTokenReader>().TryRead(token, out var read), Is.True);
        return read!;
    }

    /// <summary>Until a fair number of tokens was signed by a key, however slow the machine is.</summary>
    private async Task IssuedAsync(string kid) =>
        Assert.That(
            await Eventually.Async(() => Task.FromResult(issued.GetValueOrDefault(kid)), count => count >= 20),
            Is.GreaterThanOrEqualTo(20)
        );

    /// <summary>Until both hosts publish just these keys, the active one first.</summary>
    private async Task PublishedAsync(string kids)
    {
        foreach (var client in clients)
        {
            var last = await Eventually.Async(
                async () =>
                    string.Join(
                        ',',
                        (await client.SendAsync(HttpMethod.Get, "/.well-known/jwks.json"))
                            .Json.GetProperty("keys")
                            .EnumerateArray()
                            .Select(key => key.GetProperty("kid").GetString())
                    ),
                found => found == kids
            );
            Assert.That(last, Is.EqualTo(kids));
        }
    }

    private async Task StartAsync(string ring)
    {
        database = await TestDatabase.CreateAsync();
        hosts = [NewHost(database, ring), NewHost(database, ring)];
        foreach (var host in hosts)
            host.UseKestrel();
        clients = [.. hosts.Select(host => host.CreateClient())];
        await PublishedAsync("a");
        verifier = JoseVerifier.Start(
            "enterprise-api",
            "enterprise-api",
            Cache,
            clients.Select(client => new Uri(client.BaseAddress!, "/.well-known/jwks.json"))
        );
    }

    private ApiHost NewHost(TestDatabase database, string ring) =>
        new(database.ConnectionString, ("Jwt:KeysFile", ring), ("Jwt:ReloadSeconds", "1"), ("Server:Port", "0"))
        {
            Replace = services => services.AddSingleton<TimeProvider>(clock),
        };

    private static string KidOf(string token) =>
        JsonDocument
            .Parse(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[0]))
            .RootElement.GetProperty("kid")
            .GetString()!;

    /// <summary>As an operator does: written beside it and renamed, so that nobody reads half of it.</summary>
    private static void Write(string ring, params object[] keys)
    {
        File.WriteAllText(ring + ".new", JsonSerializer.Serialize(new { keys }));
        File.Move(ring + ".new", ring, overwrite: true);
    }

    private static object Key(string kid, string pem, bool active) =>
        new
        {
            kid,
            algorithm = "ES256",
            pem,
            active,
        };

    private static string NewPem()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem();
    }

    private sealed class ShiftedClock : TimeProvider
    {
        private long ticks;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref ticks));

        public void Advance(TimeSpan by) => Interlocked.Add(ref ticks, by.Ticks);
    }
}
