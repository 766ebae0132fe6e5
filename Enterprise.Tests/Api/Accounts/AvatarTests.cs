using System.Globalization;
using System.Security.Cryptography;
using Enterprise.Application.Accounts.Avatars;
using Enterprise.Domain.Roles;
using Enterprise.Persistence.Sessions;
using Enterprise.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Enterprise.Tests.Api.Accounts;

internal sealed class AvatarTests : AvatarFixture
{
    private static readonly (byte[] File, string Type, string Name)[] Kinds =
    [
        (RealPictures.Png, "image/png", "avatar.png"),
        (RealPictures.Jpeg, "image/jpeg", "avatar.jpeg"),
        (RealPictures.WebP, "image/webp", "avatar.webp"),
        (Pictures.PngOf((2 * AvatarChunks.Bytes) + 5), "image/png", "avatar.png"),
    ];

    [Test]
    public async Task A_picture_comes_back_byte_for_byte_under_the_type_that_its_bytes_say()
    {
        var (id, token) = await NewCallerAsync();
        foreach (var (file, type, name) in Kinds)
        {
            var sent = await PutAsync(token, file, "text/html");
            var (answer, bytes) = await LookAsync(token, id);

            Assert.That((sent.Status, sent.Text), Is.EqualTo((204, "")), sent.Text);
            var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(file))}\"";
            Assert.That((sent.Header("ETag"), sent.Header("Cache-Control")), Is.EqualTo((tag, "no-store")));
            Assert.That((int)answer.StatusCode, Is.EqualTo(200));
            Assert.That(bytes, Is.EqualTo(file));
            Assert.Multiple(() =>
            {
                Assert.That(answer.Content.Headers.ContentType!.ToString(), Is.EqualTo(type));
                Assert.That(answer.Content.Headers.ContentLength, Is.EqualTo(file.Length));
                Assert.That(
                    answer.Content.Headers.ContentDisposition!.ToString(),
                    Is.EqualTo($"inline; filename={name}")
                );
                Assert.That(answer.Headers.ETag!.ToString(), Is.EqualTo(tag));
                Assert.That(
                    answer.Headers.CacheControl!.ToString().Split(", "),
                    Is.EquivalentTo(["private", "no-cache"])
                );
                Assert.That(
                    answer.Headers.GetValues("Content-Security-Policy"),
                    Is.EqualTo(["default-src 'none'; sandbox; frame-ancestors 'none'"])
                );
                Assert.That(answer.Headers.GetValues("X-Content-Type-Options"), Is.EqualTo(["nosniff"]));
                Assert.That(answer.Headers.GetValues("Cross-Origin-Resource-Policy"), Is.EqualTo(["same-origin"]));
            });
        }
        Assert.That(await CountAsync(id), Is.EqualTo((1, 3)));
    }

    // What curl sends by itself, what a browser sends, what cannot be read, and nothing.
    [TestCase("application/x-www-form-urlencoded")]
    [TestCase("multipart/form-data; boundary=x")]
    [TestCase("multipart/form-data")]
    [TestCase("application/json")]
    [TestCase("image/gif")]
    [TestCase("no type at all")]
    [TestCase(null)]
    public async Task What_the_request_calls_it_does_not_matter(string? type)
    {
        var (id, token) = await NewCallerAsync();

        Assert.That((await PutAsync(token, RealPictures.WebP, type)).Status, Is.EqualTo(204));
        Assert.That((await LookAsync(token, id)).Bytes, Is.EqualTo(RealPictures.WebP));
    }

    [TestCase("image/png")]
    [TestCase("image/*,*/*;q=0.8")]
    [TestCase("application/json")]
    [TestCase("*/*")]
    public async Task A_picture_is_given_whatever_is_accepted(string accepted)
    {
        var (id, token) = await NewCallerAsync();
        await PutAsync(token, RealPictures.Png);

        Assert.That(await StatusAsync(token, id, ("Accept", accepted)), Is.EqualTo(200));
    }

    [Test]
    public async Task Who_has_the_picture_is_told_so()
    {
        var (id, token) = await NewCallerAsync();
        var tag = (await PutAsync(token, RealPictures.Png)).Header("ETag")!;

        foreach (var known in (string[])[tag, $"W/{tag}", $"\"other\", {tag}", "*"])
        {
            var (answer, bytes) = await LookAsync(token, id, ("If-None-Match", known));
            Assert.That(((int)answer.StatusCode, bytes.Length), Is.EqualTo((304, 0)), known);
            Assert.That(answer.Headers.ETag!.ToString(), Is.EqualTo(tag));
            Assert.That(answer.Headers.CacheControl!.ToString(), Does.Contain("no-cache"));
        }
        foreach (var known in (string[])["\"other\"", "", "no list", $"\"x{tag[1..]}"])
            Assert.That(await StatusAsync(token, id, ("If-None-Match", known)), Is.EqualTo(200), known);
        await PutAsync(token, RealPictures.Jpeg);
        Assert.That(await StatusAsync(token, id, ("If-None-Match", tag)), Is.EqualTo(200), "It is another one.");
    }

    [Test]
    public async Task Others_see_it_with_the_permission_and_without_it_cannot_tell_whether_it_is_there()
    {
        var (owner, ownersToken) = await NewCallerAsync();
        var (bare, reader) = await NewCallerAsync(Permissions.UsersRead);
        var (_, stranger) = await NewCallerAsync(Permissions.UsersWrite, Permissions.UsersDelete);
        await PutAsync(ownersToken, RealPictures.Png);

        Assert.That(await StatusAsync(reader, owner), Is.EqualTo(200));
        foreach (
            var (token, id) in ((string, Guid)[])
                [(stranger, owner), (stranger, bare), (reader, bare), (reader, Guid.Empty)]
        )
        {
            var answer = await GetAsync($"/v1/users/{id}/avatar", token);
            Assert.That((answer.Status, answer.Code), Is.EqualTo((404, "request.not_found")));
            Assert.That(answer.Header("ETag"), Is.Null);
        }
    }

    [Test]
    public async Task Without_a_token_there_is_nothing_to_see_or_do()
    {
        var (id, token) = await NewCallerAsync();
        await PutAsync(token, RealPictures.Png);

        foreach (
            var answer in (Answer[])
                [
                    await GetAsync($"/v1/users/{id}/avatar"),
                    await PutAsync("nonsense", RealPictures.Jpeg),
                    await DeleteAsync("nonsense"),
                ]
        )
            Assert.That(answer.Status, Is.EqualTo(401));
        Assert.That((await LookAsync(token, id)).Bytes, Is.EqualTo(RealPictures.Png));
    }

    [Test]
    public async Task A_deleted_picture_is_gone_and_both_changes_are_audited()
    {
        var (id, token) = await NewCallerAsync();
        await PutAsync(token, RealPictures.Png);

        var first = await DeleteAsync(token);
        var second = await DeleteAsync(token);

        Assert.That((first.Status, second.Status, second.Code), Is.EqualTo((204, 404, "request.not_found")));
        Assert.That(await StatusAsync(token, id), Is.EqualTo(404));
        Assert.That(await CountAsync(id), Is.EqualTo((0, 0)));
        Assert.That(
            await Database.ReadAsync<string[]>(
                """
                SELECT array_agg(action || ' ' || outcome ORDER BY id) FROM audit_entries
                WHERE subject_id = $1 AND actor_id = $1 AND action LIKE '%avatar'
                """,
                id
            ),
            Is.EqualTo(["accounts.change_avatar succeeded", "accounts.delete_avatar succeeded"])
        );
    }

    [Test]
    public async Task What_is_no_picture_is_400_and_leaves_nothing_behind()
    {
        var (id, token) = await NewCallerAsync();
        var large = Pictures.PngOf(3 * AvatarChunks.Bytes);
        foreach (
            var (file, code) in ((byte[], string)[])
                [
                    ([], "avatars.not_an_image"),
                    ("<script>alert(1)</script>"u8.ToArray(), "avatars.not_an_image"),
                    (large[..^1], "avatars.not_an_image"),
                    ([.. large, 0], "avatars.not_an_image"),
                    (Pictures.Png(uint.MaxValue, uint.MaxValue), "avatars.too_many_pixels"),
                    (Pictures.Jpeg(0xFFFF, 0xFFFF, applications: 5), "avatars.too_many_pixels"),
                ]
        )
        foreach (var isChunked in (bool[])[false, true])
        {
            using var content = new StreamContent(new MemoryStream(file));
            content.Headers.ContentLength = isChunked ? null : file.Length;

            var answer = await PutAsync(Client, token, content, "image/png");

            Assert.That((answer.Status, answer.Code), Is.EqualTo((400, code)), answer.Text);
            Assert.That(answer.Header("ETag"), Is.Null);
        }
        Assert.That(await CountAsync(id), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task Of_many_uploads_at_once_one_stays_whole()
    {
        var (id, token) = await NewCallerAsync();
        var files = Enumerable.Range(1, 32).Select(i => Pictures.PngOf((2 * AvatarChunks.Bytes) + i, i)).ToArray();

        var answers = await Task.WhenAll(files.Select(file => Task.Run(() => PutAsync(token, file))));

        Assert.That(answers.Select(answer => answer.Status), Is.All.AnyOf(204, 429, 503));
        Assert.That(answers.Select(answer => answer.Status), Has.Member(204));
        Assert.That(
            answers.Where(answer => answer.Status != 204).Select(answer => answer.Header("Retry-After")),
            Has.None.Null
        );
        Assert.That(files, Has.Member((await LookAsync(token, id)).Bytes));
        Assert.That(await CountAsync(id), Is.EqualTo((1, 3)));
    }

    [Test]
    public async Task An_upload_that_nobody_ended_is_cleaned_up_after_an_hour_and_what_is_stored_stays()
    {
        var (id, token) = await NewCallerAsync();
        await PutAsync(token, RealPictures.Png);
        await Database.ReadAsync<object>(
            """
            WITH old AS (
                UPDATE avatars SET started_at = now() - interval '1 year' WHERE user_id = $1
            ), left_behind AS (
                INSERT INTO avatars (id, user_id, size, width, height, started_at)
                VALUES ($2, $1, 0, 0, 0, now() - interval '3601 seconds'), ($3, $1, 0, 0, 0, now() - interval '3590 seconds')
                RETURNING id
            ) INSERT INTO avatar_chunks SELECT id, 0, '\x01' FROM left_behind
            """,
            id,
            Contracts.Given.NewId(),
            Contracts.Given.NewId()
        );

        await Host.Services.GetRequiredService<CleanUp>().RunAsync(default);

        Assert.That(await CountAsync(id), Is.EqualTo((2, 2)));
        Assert.That(await StatusAsync(token, id), Is.EqualTo(200));
        Assert.That(
            AvatarOptions.MaxUploadSeconds.ToString(CultureInfo.InvariantCulture),
            Is.EqualTo("1800"),
            "Half of the hour, so that none that goes on is cleaned up."
        );
    }
}
