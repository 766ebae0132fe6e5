using System.Security.Cryptography;
using Enterprise.Application;
using Enterprise.Application.Accounts.Avatars;
using Enterprise.Domain.Accounts;
using Enterprise.Domain.Common;
using Enterprise.Domain.Roles;
using Enterprise.Tests.Support;
using Caller = Enterprise.Application.Authorization.Caller;

namespace Enterprise.Tests.Application.Accounts.Avatars;

[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class AvatarsServiceTests
{
    private readonly AvatarLab lab = new();

    [Test]
    public async Task A_picture_is_kept_as_it_came_and_named_by_its_bytes()
    {
        var caller = await lab.NewCallerAsync();
        var file = Pictures.PngOf((2 * AvatarChunks.Bytes) + 17);

        var tag = await lab.UploadAsync(caller, file);

        Assert.That(Value(tag), Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(file))));
        Assert.That(await lab.ReadAsync(caller, caller), Is.EqualTo(file));
        Assert.That(lab.Store.CouldBeCanceled, Is.False, "What is being committed is made or not, whoever leaves.");
    }

    [Test]
    public async Task A_picture_is_there_for_its_owner_and_for_who_may_see_accounts_and_for_nobody_else()
    {
        var owner = await lab.NewCallerAsync();
        var file = Pictures.Small(1);
        await lab.UploadAsync(owner, file);

        Assert.That(await lab.ReadAsync(owner, owner), Is.EqualTo(file));
        Assert.That(await lab.ReadAsync(await lab.NewCallerAsync(Permissions.UsersRead), owner), Is.EqualTo(file));

        var asked = lab.Store.Calls.Count;
        string[] others = [.. Permissions.All.Except([Permissions.UsersRead])];
        Assert.That(await lab.ReadAsync(await lab.NewCallerAsync(others), owner), Is.Null);
        Assert.That(lab.Store.Calls, Has.Count.EqualTo(asked), "Who may not know costs nothing and learns nothing.");
    }

    [Test]
    public async Task Twenty_mebibytes_are_taken_and_a_byte_more_is_not()
    {
        var caller = await lab.NewCallerAsync();

        var most = await lab.UploadAsync(caller, Pictures.PngOf(Avatar.MaxBytes));
        var more = await lab.UploadAsync(caller, Pictures.PngOf(Avatar.MaxBytes + 1));

        Assert.That((most.Failure, more.Failure), Is.EqualTo(((Failure?)null, RequestFailures.TooLarge)));
        Assert.That(lab.CountOf(caller), Is.EqualTo((1, Avatar.MaxBytes / AvatarChunks.Bytes)));
    }

    [Test]
    public async Task What_is_no_picture_from_the_start_never_gets_near_the_store()
    {
        var caller = await lab.NewCallerAsync();

        foreach (
            var file in (byte[][])
                [
                    [],
                    [1],
                    new byte[3 * AvatarChunks.Bytes],
                    Pictures.Small(1)[..^1],
                ]
        )
            Assert.That((await lab.UploadAsync(caller, file)).Failure, Is.EqualTo(AvatarFailures.NotAnImage));
        Assert.That(
            (await lab.UploadAsync(caller, Pictures.Png(9000, 9000))).Failure,
            Is.EqualTo(AvatarFailures.TooManyPixels)
        );

        Assert.That(lab.Store.Calls, Is.Empty);
    }

    [Test]
    public async Task What_turns_out_to_be_no_picture_leaves_nothing_behind_and_the_one_before_in_its_place()
    {
        var caller = await lab.NewCallerAsync();
        var before = Pictures.Small(1);
        await lab.UploadAsync(caller, before);

        var late = await lab.UploadAsync(caller, Pictures.PngOf(3 * AvatarChunks.Bytes)[..^1]);

        Assert.That(late.Failure, Is.EqualTo(AvatarFailures.NotAnImage));
        Assert.That(lab.CountOf(caller), Is.EqualTo((1, 1)));
        Assert.That(await lab.ReadAsync(caller, caller), Is.EqualTo(before));
    }

    [Test]
    public async Task A_client_that_leaves_leaves_nothing_behind()
    {
        var caller = await lab.NewCallerAsync();
        using var gone = new CancellationTokenSource();
        await using var body = new SlowBody(Pictures.PngOf(2 * AvatarChunks.Bytes), AvatarChunks.Bytes + 1);
        var upload = lab.UploadAsync(caller, body, gone.Token);
        await body.Stalled;
        Assert.That(lab.CountOf(caller), Is.EqualTo((1, 1)));

        await gone.CancelAsync();

        Assert.That(async () => await upload, Throws.InstanceOf<OperationCanceledException>());
        Assert.That((lab.CountOf(caller), lab.Slots.Count), Is.EqualTo(((0, 0), 0)));
    }

    [Test]
    public async Task A_client_that_leaves_after_the_last_byte_changes_nothing()
    {
        var caller = await lab.NewCallerAsync();
        using var gone = new CancellationTokenSource();
        lab.Store.Before = call => call == "Append" ? gone.CancelAsync() : Task.CompletedTask;

        Assert.That(
            async () => await lab.UploadAsync(caller, Pictures.Small(1), gone.Token),
            Throws.InstanceOf<OperationCanceledException>()
        );

        Assert.That(lab.Store.Calls, Does.Not.Contain("Complete"));
        Assert.That(lab.CountOf(caller), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task An_upload_that_takes_too_long_is_broken_off()
    {
        var caller = await lab.NewCallerAsync();
        await using var body = new SlowBody(Pictures.PngOf(2 * AvatarChunks.Bytes), AvatarChunks.Bytes + 1);
        var upload = lab.UploadAsync(caller, body);
        await body.Stalled;

        lab.Clock.Advance(lab.Options.UploadTime - TimeSpan.FromSeconds(1));
        Assert.That(upload.IsCompleted, Is.False);
        lab.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.That((await upload).Failure, Is.EqualTo(RequestFailures.TooSlow));
        Assert.That((lab.CountOf(caller), lab.Slots.Count), Is.EqualTo(((0, 0), 0)));
    }

    [Test]
    public async Task A_store_that_fails_is_heard_of_although_cleaning_up_behind_it_fails_too()
    {
        var caller = await lab.NewCallerAsync();
        lab.Store.Before = call =>
            call switch
            {
                "Append" => throw new InvalidTimeZoneException("The first."),
                "Abandon" => throw new InvalidOperationException("The second."),
                _ => Task.CompletedTask,
            };

        Assert.That(
            async () => await lab.UploadAsync(caller, Pictures.Small(1)),
            Throws.InstanceOf<InvalidTimeZoneException>()
        );
        Assert.That(lab.Logs.Lines, Has.Some.Contains("left behind").And.Contains("InvalidOperationException"));
        Assert.That(lab.Slots.Count, Is.Zero);
    }

    [TestCase("Begin")]
    [TestCase("Append")]
    [TestCase("Complete")]
    public async Task An_account_that_goes_meanwhile_is_told_that_its_token_is_good_no_more(string step)
    {
        var caller = await lab.NewCallerAsync();
        lab.Store.Before = call =>
        {
            if (call == step)
                lab.Remove(caller);
            return Task.CompletedTask;
        };

        Assert.That((await lab.UploadAsync(caller, Pictures.Small(1))).Failure, Is.EqualTo(AccountFailures.Gone));
    }

    [Test]
    public async Task A_few_uploads_go_on_at_a_time_and_one_of_each_user()
    {
        lab.Options.ConcurrentUploads = 2;
        Caller[] callers = [await lab.NewCallerAsync(), await lab.NewCallerAsync(), await lab.NewCallerAsync()];
        SlowBody[] bodies = [new(Pictures.Small(1), 20), new(Pictures.Small(2), 20)];
        var first = lab.UploadAsync(callers[0], bodies[0]);
        var second = lab.UploadAsync(callers[1], bodies[1]);
        await using var unread = new SlowBody([], 0);

        var again = (await lab.UploadAsync(callers[0], unread)).Failure!;
        var third = (await lab.UploadAsync(callers[2], unread)).Failure!;

        Assert.That((again.Code, third.Code), Is.EqualTo(("request.too_many", "server.overloaded")));
        Assert.That((again.RetryAfter, third.RetryAfter), Is.Not.EqualTo(((TimeSpan?)null, (TimeSpan?)null)));
        Assert.That(unread.Stalled.IsCompleted, Is.False, "Nobody read what will not be taken.");
        foreach (var body in bodies)
            body.GoOn();
        Assert.That(((await first).Failure, (await second).Failure), Is.EqualTo(((Failure?)null, (Failure?)null)));
        Assert.That((await lab.UploadAsync(callers[2], Pictures.Small(3))).Failure, Is.Null);
        foreach (var body in bodies)
            await body.DisposeAsync();
    }

    [Test]
    public async Task A_picture_that_is_replaced_while_it_is_read_ends_early_and_is_never_mixed()
    {
        var caller = await lab.NewCallerAsync();
        var file = Pictures.PngOf(3 * AvatarChunks.Bytes, number: 1);
        await lab.UploadAsync(caller, file);
        var opened = await lab.Service.OpenAsync(caller, caller.UserId, default(IfNoneMatch), default);
        using var download = Value(opened);
        lab.Store.Before = async call =>
        {
            lab.Store.Before = _ => Task.CompletedTask;
            if (call == "Read")
                await lab.UploadAsync(caller, Pictures.PngOf(3 * AvatarChunks.Bytes, number: 2));
        };
        await using var target = new MemoryStream();

        Assert.That(await download.CopyToAsync(target, CancellationToken.None), Is.False);
        Assert.That(target.ToArray(), Is.EqualTo(file[..AvatarChunks.Bytes]));
    }

    [Test]
    public async Task Who_deletes_a_picture_that_is_not_there_is_told_so()
    {
        var caller = await lab.NewCallerAsync();
        await lab.UploadAsync(caller, Pictures.Small(1));

        var first = await lab.Service.DeleteAsync(caller, Contracts.Given.Origin(), CancellationToken.None);
        var second = await lab.Service.DeleteAsync(caller, Contracts.Given.Origin(), CancellationToken.None);

        Assert.That((first.Failure, second.Failure), Is.EqualTo(((Failure?)null, RequestFailures.NotFound)));
        Assert.That(await lab.ReadAsync(caller, caller), Is.Null);
    }

    private static T Value<T>(Result<T> result) =>
        result.TryGet(out var value, out var failure) ? value : throw new AssertionException(failure.Code);
}
