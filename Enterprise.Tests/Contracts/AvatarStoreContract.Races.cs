using System.Security.Cryptography;
using Enterprise.Application.Accounts.Avatars;

namespace Enterprise.Tests.Contracts;

/// <summary>Accounts that go meanwhile, and many at once.</summary>
public abstract partial class AvatarStoreContract
{
    private const int AtOnce = 32;

    [Test]
    public async Task An_account_that_is_gone_uploads_nothing_at_any_step()
    {
        Assert.That(await NewStore().BeginAsync(Given.NewId(), Given.NewId(), CancellationToken.None), Is.False);
        var user = await GivenUserAsync();
        var upload = await BeginAsync(user, [1]);

        await DeleteAsync(user);

        Assert.That(await NewStore().AppendAsync(upload.Id, 1, new byte[1], CancellationToken.None), Is.False);
        Assert.That(await CompleteAsync(upload), Is.False);
        Assert.That(await CountAsync(user), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task An_account_that_was_locked_meanwhile_keeps_the_picture_it_had()
    {
        var user = await GivenUserAsync();
        var stored = await StoreAsync(user, [1]);
        var upload = await BeginAsync(user, [2]);

        await LockAsync(user);

        Assert.That(await CompleteAsync(upload), Is.False);
        Assert.That((await FindAsync(user)).Details!.Id, Is.EqualTo(stored.Id));
    }

    [Test]
    public async Task Of_many_uploads_at_once_one_stays_whole_and_nothing_of_the_others()
    {
        for (var round = 0; round < 4; round++)
        {
            var user = await GivenUserAsync();

            var all = await Task.WhenAll(
                Enumerable
                    .Range(1, AtOnce)
                    .Select(number =>
                        Task.Run(() => StoreAsync(user, Filled(AvatarChunks.Bytes + number, (byte)number)))
                    )
            );

            var (details, read) = await FindAsync(user);
            var kept = all.Single(avatar => avatar.Id == details!.Id);
            Assert.That(read, Has.Length.EqualTo(kept.Size));
            Assert.That(read.Distinct().Single() + AvatarChunks.Bytes, Is.EqualTo(kept.Size));
            Assert.That(await CountAsync(user), Is.EqualTo((1, 2)));
        }
    }

    [Test]
    public async Task Uploads_and_deletions_at_once_leave_one_picture_or_none()
    {
        for (var round = 0; round < 4; round++)
        {
            var user = await GivenUserAsync();
            await StoreAsync(user, [1]);

            await Task.WhenAll(
                Enumerable
                    .Range(0, AtOnce)
                    .Select(number =>
                        Task.Run(async () =>
                            _ =
                                number % 2 == 0
                                    ? await NewStore().DeleteAsync(user, Given.Origin(), CancellationToken.None)
                                    : await CompleteAsync(await BeginAsync(user, [(byte)number]))
                        )
                    )
            );

            var (details, read) = await FindAsync(user);
            Assert.That(await CountAsync(user), Is.EqualTo(details is null ? (0, 0) : (1, 1)));
            Assert.That(read, Has.Length.EqualTo(details is null ? 0 : 1));
        }
    }

    [Test]
    public async Task Of_uploads_and_the_deletion_of_the_account_the_deletion_wins()
    {
        for (var round = 0; round < 8; round++)
        {
            var user = await GivenUserAsync();
            await StoreAsync(user, [1]);

            await Task.WhenAll([
                .. Enumerable.Range(0, AtOnce / 2).Select(_ => Task.Run(() => TryStoreAsync(user))),
                Task.Run(() => DeleteAsync(user)),
            ]);

            Assert.That(await CountAsync(user), Is.EqualTo((0, 0)));
        }
    }

    private async Task<bool> TryStoreAsync(Guid user)
    {
        var id = Given.NewId();
        return await NewStore().BeginAsync(id, user, CancellationToken.None)
            && await NewStore().AppendAsync(id, 0, new byte[1], CancellationToken.None)
            && await CompleteAsync(New(id, user, 1));
    }

    private async Task<Guid> GivenUserAsync()
    {
        var account = Given.Account();
        var stored = await NewAccounts().RegisterAsync(account, Given.Origin(), CancellationToken.None);
        Assert.That(stored.Failure, Is.Null);
        return account.Id;
    }

    private async Task<NewAvatar> StoreAsync(Guid user, byte[] bytes)
    {
        var upload = await BeginAsync(user, bytes);
        Assert.That(await CompleteAsync(upload), Is.True);
        return upload;
    }

    /// <summary>An upload of which everything is stored and nothing completed.</summary>
    private async Task<NewAvatar> BeginAsync(Guid user, byte[] bytes)
    {
        var id = Given.NewId();
        Assert.That(await NewStore().BeginAsync(id, user, CancellationToken.None), Is.True);
        for (var number = 0; AvatarChunks.LengthOf(number, bytes.Length) is > 0 and var length; number++)
            Assert.That(
                await NewStore()
                    .AppendAsync(
                        id,
                        number,
                        bytes.AsMemory(number * AvatarChunks.Bytes, length),
                        CancellationToken.None
                    ),
                Is.True
            );
        return New(id, user, bytes.Length);
    }

    private Task<bool> CompleteAsync(NewAvatar upload) =>
        NewStore().CompleteAsync(upload, Given.Origin(), CancellationToken.None);

    private static NewAvatar New(Guid id, Guid user, int size) =>
        new(id, user, Facts, size, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));

    /// <summary>What a user has, with all its bytes.</summary>
    private async Task<(AvatarDetails? Details, byte[] Read)> FindAsync(Guid user)
    {
        var buffer = new byte[AvatarChunks.Bytes];
        if (await NewStore().FindAsync(user, default, buffer, CancellationToken.None) is not { } found)
            return (null, []);
        var read = buffer[..AvatarChunks.LengthOf(0, found.Size)].ToList();
        for (var number = 1; AvatarChunks.LengthOf(number, found.Size) is > 0 and var length; number++)
        {
            Assert.That(
                await NewStore().ReadAsync(found.Id, number, buffer.AsMemory(0, length), CancellationToken.None),
                Is.True
            );
            read.AddRange(buffer[..length]);
        }
        return (found, [.. read]);
    }

    private static byte[] Filled(int length, byte value)
    {
        var bytes = new byte[length];
        bytes.AsSpan().Fill(value);
        return bytes;
    }
}
