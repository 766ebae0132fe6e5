using Enterprise.Application.Abstractions;
using Enterprise.Application.Accounts.Avatars;
using Enterprise.Domain.Accounts;
using Enterprise.Tests.Support;
using Enterprise.Tests.Support.InMemory;
using Enterprise.Tests.Support.Raw;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Enterprise.Tests.Api.Accounts;

/// <summary>What only a real server and slow clients show; with two connections to the database.</summary>
internal sealed partial class AvatarSocketTests : AvatarFixture
{
    private ApiHost host = null!;
    private HttpClient client = null!;
    private Uri address = null!;
    private WatchedAvatarStore store = null!;

    [OneTimeSetUp]
    public void StartServer()
    {
        host = NewHost(("Avatars:ConcurrentUploads", "6"), WatchStore);
        address = SocketFixture.AddressOf(host);
        client = new HttpClient { BaseAddress = address };
        _ = host.Services.GetRequiredService<IAvatarStore>();
    }

    private ApiHost NewHost((string, string) setting, Action<IServiceCollection> replace)
    {
        var started = new ApiHost(Database.ConnectionString, ("Db:MaxPoolSize", "2"), setting) { Replace = replace };
        started.UseKestrel(0);
        started.StartServer();
        return started;
    }

    private void WatchStore(IServiceCollection services)
    {
        var real = services.Last(service => service.ServiceType == typeof(IAvatarStore)).ImplementationType!;
        services.AddSingleton<IAvatarStore>(provider =>
            store = new WatchedAvatarStore((IAvatarStore)ActivatorUtilities.CreateInstance(provider, real))
        );
    }

    [OneTimeTearDown]
    public async Task StopServerAsync()
    {
        client.Dispose();
        await host.DisposeAsync();
    }

    [TearDown]
    public void LetEverythingPass() => store.Before = _ => Task.CompletedTask;

    [Test]
    public async Task Twenty_mebibytes_come_through_with_and_without_an_announced_length()
    {
        var file = Pictures.PngOf(Avatar.MaxBytes);
        foreach (var isChunked in (bool[])[false, true])
        {
            var (id, token) = await NewCallerAsync();
            using var content = new StreamContent(new MemoryStream(file));
            content.Headers.ContentLength = isChunked ? null : file.Length;

            var answer = await PutAsync(client, token, content);

            Assert.That(answer.Status, Is.EqualTo(204), answer.Text);
            Assert.That((await LookAsync(token, id)).Bytes.AsSpan().SequenceEqual(file), Is.True);
        }
    }

    [Test]
    public async Task A_length_beyond_twenty_mebibytes_is_413_before_it_is_sent()
    {
        var (id, token) = await NewCallerAsync();

        var answer = await ExchangeAsync(Put(token, $"Content-Length: {Avatar.MaxBytes + 1}\r\n\r\n"));

        Assert.That((answer.Status, answer.Code), Is.EqualTo((413, "request.too_large")));
        Assert.That(await CountAsync(id), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task A_body_that_grows_beyond_twenty_mebibytes_is_413_and_leaves_nothing_behind()
    {
        var (id, token) = await NewCallerAsync();
        using var connection = await SendAsync(Put(token, "Transfer-Encoding: chunked\r\n\r\n"));
        var answering = ReadAsync(connection);
        await SendChunkedAsync(connection, Pictures.PngOf(Avatar.MaxBytes + (1 << 20)));

        var answer = await answering;
        Assert.That((answer.Status, answer.Code), Is.EqualTo((413, "request.too_large")));
        Assert.That(await GoneAsync(id), Is.EqualTo((0L, 0L)));
    }

    [Test]
    public async Task Other_routes_keep_their_mebibyte()
    {
        var (_, token) = await NewCallerAsync();

        var answer = await ExchangeAsync(
            $"PATCH /v1/me HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nIf-Match: *\r\n"
                + "Content-Type: application/json\r\nContent-Length: 1048577\r\n\r\n"
        );

        Assert.That(answer.Status, Is.EqualTo(413));
    }

    [TestCase("Transfer-Encoding: chunked\r\n\r\n0x2\r\n{}\r\n0\r\n\r\n", TestName = "A malformed chunk")]
    [TestCase("Transfer-Encoding: chunked\r\n\r\n80000000\r\n{}\r\n", TestName = "A chunk of 2 GiB")]
    [TestCase("Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", TestName = "No chunk at all")]
    [TestCase("Content-Length: 0\r\n\r\n", TestName = "No byte at all")]
    [TestCase("\r\n", TestName = "No word of a body")]
    public async Task Broken_framing_and_nothing_at_all_are_the_clients_fault(string rest)
    {
        var (_, token) = await NewCallerAsync();

        Assert.That((await ExchangeAsync(Put(token, rest))).Status, Is.AnyOf(400, 413));
    }

    [Test]
    public async Task Slow_senders_and_slow_readers_keep_nobody_from_the_database()
    {
        var (owner, ownersToken) = await NewCallerAsync();
        await PutAsync(ownersToken, Pictures.PngOf(Avatar.MaxBytes));
        List<RawConnection> slow = [];
        for (var i = 0; i < 6; i++)
        {
            slow.Add(await StartUploadAsync((await NewCallerAsync()).Token));
            slow.Add(await SendAsync(Get(ownersToken, owner)));
        }
        Assert.That(await PendingAsync(6), Is.EqualTo(6));
        var (_, seventh) = await NewCallerAsync();

        Assert.That(await client.MeAsync(ownersToken), Is.EqualTo(200));
        var refused = await PutAsync(client, seventh, new ByteArrayContent(RealPictures.Png));
        Assert.That((refused.Status, refused.Code), Is.EqualTo((503, "server.overloaded")));
        Assert.That(refused.Header("Retry-After"), Is.EqualTo("5"));

        foreach (var connection in slow)
            connection.Dispose();
        var again = await Eventually.Async(
            () => PutAsync(client, seventh, new ByteArrayContent(RealPictures.Png)),
            answer => answer.Status == 204
        );
        Assert.That(again.Status, Is.EqualTo(204), "Who has left makes room.");
        Assert.That(await PendingAsync(0), Is.Zero);
    }

    [Test]
    public async Task A_reader_who_leaves_costs_no_connection_to_the_database()
    {
        var (owner, token) = await NewCallerAsync();
        await PutAsync(client, token, new ByteArrayContent(Pictures.PngOf(Avatar.MaxBytes)));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => client.MeAsync(token)));
        var before = await BackendsAsync();

        for (var i = 0; i < 10; i++)
        {
            using var reader = await SendAsync(Get(token, owner));
            await reader.SkipAsync(1024, CancellationToken.None);
            // Cut, and not only closed.
            reader.Cut();
        }

        var slots = host.Services.GetRequiredService<DownloadSlots>();
        Assert.That(await Eventually.Async(() => Task.FromResult(slots.Count), count => count == 0), Is.Zero);
        Assert.That(await BackendsAsync(), Is.SupersetOf(before).And.Not.Empty);
    }

    private async Task<int[]> BackendsAsync() =>
        await Database.ReadAsync<int[]>(
            "SELECT array_agg(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'enterprise-api'"
        ) ?? [];

    [Test]
    public async Task An_upload_that_takes_too_long_is_408()
    {
        var (id, token) = await NewCallerAsync();
        await using var hasty = NewHost(("Avatars:UploadSeconds", "5"), _ => { });
        using var connection = await StartUploadAsync(token, SocketFixture.AddressOf(hasty));

        var answer = await ReadAsync(connection);
        Assert.That((answer.Status, answer.Code), Is.EqualTo((408, "request.timeout")));
        Assert.That(await GoneAsync(id), Is.EqualTo((0L, 0L)));
    }

    [Test]
    public async Task A_picture_that_is_replaced_while_it_is_sent_breaks_off_and_is_never_mixed()
    {
        var (id, token) = await NewCallerAsync();
        var file = Pictures.PngOf(4 * AvatarChunks.Bytes, number: 1);
        await PutAsync(token, file);
        store.Before = async call =>
        {
            if (call == "Read")
                await PutAsync(token, Pictures.PngOf(4 * AvatarChunks.Bytes, number: 2));
        };
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/users/{id}/avatar");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.That(answer.Content.Headers.ContentLength, Is.EqualTo(file.Length));

        Assert.That(async () => await answer.Content.ReadAsByteArrayAsync(), Throws.InstanceOf<Exception>());
        Assert.That(
            await Eventually.Async(
                () => Task.FromResult(host.Logs.Lines.Any(line => line.Contains("A picture was replaced"))),
                isThere => isThere
            ),
            Is.True
        );
    }

    [Test]
    public async Task A_database_that_refuses_an_upload_midway_is_503_and_nothing_counts_as_stored()
    {
        var (id, token) = await NewCallerAsync();
        store.Before = call =>
            call == "Complete" ? throw new NpgsqlException("Cut.", new IOException()) : Task.CompletedTask;

        var answer = await PutAsync(client, token, new ByteArrayContent(RealPictures.Png));

        Assert.That((answer.Status, answer.Code), Is.EqualTo((503, "database.unavailable")));
        Assert.That(await GoneAsync(id), Is.EqualTo((0L, 0L)));
    }
}
