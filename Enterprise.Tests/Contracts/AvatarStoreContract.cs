using System.Security.Cryptography;
using Enterprise.Application;
using Enterprise.Application.Abstractions;
using Enterprise.Application.Accounts.Avatars;
using Enterprise.Application.Accounts.Avatars.Images;
using Enterprise.Domain.Audit;
using Enterprise.Tests.Support.InMemory;

namespace Enterprise.Tests.Contracts;

/// <summary>What every <see cref="IAvatarStore"/> does.</summary>
public abstract partial class AvatarStoreContract
{
    private static readonly ImageFacts Facts = new("image/webp", 12, 34);

    /// <summary>The port, as one request has it.</summary>
    protected abstract IAvatarStore NewStore();

    /// <summary>Accounts on the same storage.</summary>
    protected abstract IAccountStore NewAccounts();

    /// <summary>Locks an account, as an administrator does.</summary>
    protected abstract Task LockAsync(Guid userId);

    /// <summary>Deletes an account.</summary>
    protected abstract Task DeleteAsync(Guid userId);

    /// <summary>What is kept for a user: pictures and uploads, and the chunks of all of them.</summary>
    protected abstract Task<(int Avatars, int Chunks)> CountAsync(Guid userId);

    /// <summary>The audit entries that were written for a request.</summary>
    protected abstract Task<IReadOnlyList<AuditFact>> AuditOfAsync(string requestId);

    [TestCase(1)]
    [TestCase(AvatarChunks.Bytes)]
    [TestCase(AvatarChunks.Bytes + 1)]
    [TestCase((3 * AvatarChunks.Bytes) - 1)]
    public async Task A_picture_comes_back_byte_for_byte(int size)
    {
        var user = await GivenUserAsync();
        var bytes = RandomNumberGenerator.GetBytes(size);

        var stored = await StoreAsync(user, bytes);

        var (details, read) = await FindAsync(user);
        Assert.That(details, Is.EqualTo(new AvatarDetails(stored.Id, "image/webp", size, stored.Tag)));
        Assert.That(read.AsSpan().SequenceEqual(bytes), Is.True);
        Assert.That(await CountAsync(user), Is.EqualTo((1, (size + AvatarChunks.Bytes - 1) / AvatarChunks.Bytes)));
    }

    [Test]
    public async Task Who_has_no_picture_has_none()
    {
        Assert.That((await FindAsync(await GivenUserAsync())).Details, Is.Null);
        Assert.That((await FindAsync(Given.NewId())).Details, Is.Null);
    }

    [Test]
    public async Task An_upload_is_seen_by_nobody_until_it_is_completed()
    {
        var user = await GivenUserAsync();
        var first = await StoreAsync(user, [1]);

        await BeginAsync(user, [2]);

        Assert.That((await FindAsync(user)).Details!.Id, Is.EqualTo(first.Id));
    }

    [Test]
    public async Task Another_picture_takes_the_place_of_the_first_and_leaves_nothing_of_it()
    {
        var user = await GivenUserAsync();
        var first = await StoreAsync(user, new byte[AvatarChunks.Bytes + 1]);

        var second = await StoreAsync(user, [2]);

        Assert.That((await FindAsync(user)).Details!.Id, Is.EqualTo(second.Id));
        Assert.That(await CountAsync(user), Is.EqualTo((1, 1)));
        Assert.That(await NewStore().ReadAsync(first.Id, 1, new byte[1], CancellationToken.None), Is.False);
    }

    [Test]
    public async Task An_abandoned_upload_leaves_nothing_and_what_is_completed_cannot_be_abandoned()
    {
        var user = await GivenUserAsync();
        var stored = await StoreAsync(user, [1]);
        var abandoned = await BeginAsync(user, [2]);

        await NewStore().AbandonAsync(abandoned.Id, CancellationToken.None);
        await NewStore().AbandonAsync(abandoned.Id, CancellationToken.None);
        await NewStore().AbandonAsync(stored.Id, CancellationToken.None);

        Assert.That(await CountAsync(user), Is.EqualTo((1, 1)));
        Assert.That(await NewStore().AppendAsync(abandoned.Id, 1, new byte[1], CancellationToken.None), Is.False);
        Assert.That(await CompleteAsync(abandoned), Is.False);
        Assert.That((await FindAsync(user)).Details!.Id, Is.EqualTo(stored.Id), "Nothing takes its place.");
    }

    [Test]
    public async Task What_is_completed_does_not_change_any_more()
    {
        var user = await GivenUserAsync();
        var stored = await StoreAsync(user, [1]);

        Assert.That(await NewStore().AppendAsync(stored.Id, 1, new byte[1], CancellationToken.None), Is.False);
        Assert.That(await CompleteAsync(stored), Is.False);
        Assert.That((await FindAsync(user)).Details!.Id, Is.EqualTo(stored.Id));
    }

    [Test]
    public async Task Nobody_completes_the_upload_of_another()
    {
        Guid user = await GivenUserAsync(),
            other = await GivenUserAsync();
        await StoreAsync(other, [1]);
        var upload = await BeginAsync(user, [2]);

        Assert.That(await CompleteAsync(upload with { UserId = other }), Is.False);
        Assert.That((await FindAsync(other)).Read, Is.EqualTo(new byte[] { 1 }));
    }

    [Test]
    public async Task A_reader_who_has_the_picture_gets_no_chunk()
    {
        var user = await GivenUserAsync();
        var stored = await StoreAsync(user, [7]);

        foreach (
            var (known, first) in ((IfNoneMatch, byte)[])
                [
                    (IfNoneMatch.OneOf(["another", stored.Tag]), 0),
                    (IfNoneMatch.Any, 0),
                    (IfNoneMatch.OneOf(["another"]), 7),
                    (IfNoneMatch.OneOf([]), 7),
                    (default, 7),
                ]
        )
        {
            var buffer = new byte[AvatarChunks.Bytes];
            var found = await NewStore().FindAsync(user, known, buffer, CancellationToken.None);
            Assert.That((found!.Tag, buffer[0]), Is.EqualTo((stored.Tag, first)));
        }
    }

    [Test]
    public async Task A_deleted_picture_leaves_nothing_and_is_deleted_once()
    {
        var user = await GivenUserAsync();
        await StoreAsync(user, [1]);
        RequestOrigin first = Given.Origin(),
            second = Given.Origin();

        Assert.That(await NewStore().DeleteAsync(user, first, CancellationToken.None), Is.True);
        Assert.That(await NewStore().DeleteAsync(user, second, CancellationToken.None), Is.False);

        Assert.That(await CountAsync(user), Is.EqualTo((0, 0)));
        Assert.That(await AuditOfAsync(first.RequestId), Is.EqualTo([Fact(AuditAction.DeleteAvatar, user, first)]));
        Assert.That(await AuditOfAsync(second.RequestId), Is.Empty);
    }

    [Test]
    public async Task A_new_picture_is_audited_with_its_owner_and_an_abandoned_one_is_not()
    {
        var user = await GivenUserAsync();
        RequestOrigin first = Given.Origin(),
            second = Given.Origin();
        var upload = await BeginAsync(user, [1]);

        Assert.That(await NewStore().CompleteAsync(upload, first, CancellationToken.None), Is.True);
        Assert.That(await NewStore().CompleteAsync(upload, second, CancellationToken.None), Is.False);

        Assert.That(await AuditOfAsync(first.RequestId), Is.EqualTo([Fact(AuditAction.ChangeAvatar, user, first)]));
        Assert.That(await AuditOfAsync(second.RequestId), Is.Empty);
    }

    private static AuditFact Fact(string action, Guid user, RequestOrigin origin) =>
        new(action, AuditOutcome.Succeeded, user, user, origin.RequestId);
}
