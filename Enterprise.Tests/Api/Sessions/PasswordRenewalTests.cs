using System.Diagnostics.Metrics;
using Enterprise.Application.Passwords;
using Enterprise.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Enterprise.Tests.Api.Sessions;

internal sealed class PasswordRenewalTests : ApiFixture
{
    private const string NewPepper = "Zq7Rm2Kx9Lp4Wd1Hs6Vb3Nc8Tf5Gj0Ya-new-pepper";

    [Test]
    public async Task A_hash_with_old_parameters_is_renewed_at_the_next_login_and_only_then()
    {
        var (id, email) = await NewAccountAsync();
        await using var stronger = new ApiHost(Database.ConnectionString, ("Passwords:Iterations", "3"));

        var before = await HashAsync(id);
        await LoginAsync(stronger, email);
        var renewed = await HashAsync(id);
        await LoginAsync(stronger, email);

        Assert.Multiple(async () =>
        {
            Assert.That(renewed, Is.Not.EqualTo(before));
            Assert.That(await HashAsync(id), Is.EqualTo(renewed));
        });
    }

    [Test]
    public async Task Renewals_are_counted_when_they_are_stored()
    {
        var (id, email) = await NewAccountAsync();
        using var meters = new MeterLab();
        await using var stronger = new ApiHost(Database.ConnectionString, ("Passwords:Iterations", "3"))
        {
            Replace = services => services.AddSingleton<IMeterFactory>(meters),
        };

        await Database.ReadAsync<object>("UPDATE users SET locked_at = now() WHERE id = $1", id);
        Assert.That((await TryAsync(stronger, email, GoodPassword)).Status, Is.EqualTo(401));
        await Database.ReadAsync<object>("UPDATE users SET locked_at = NULL WHERE id = $1", id);
        Assert.That((await TryAsync(stronger, email, "wrong")).Status, Is.EqualTo(401));
        Assert.That(meters.Sum(PasswordMetrics.Renewals), Is.Zero);

        await LoginAsync(stronger, email);
        Assert.That(meters.Sum(PasswordMetrics.Renewals), Is.EqualTo(1));
        await LoginAsync(stronger, email);
        Assert.That(meters.Sum(PasswordMetrics.Renewals), Is.EqualTo(1), "It was new already.");
    }

    [Test]
    public async Task A_change_of_password_stores_another_and_renews_nothing()
    {
        var (_, email) = await NewAccountAsync();
        using var meters = new MeterLab();
        await using var stronger = new ApiHost(Database.ConnectionString, ("Passwords:Iterations", "3"))
        {
            Replace = services => services.AddSingleton<IMeterFactory>(meters),
        };
        using var client = stronger.CreateClient();
        var change = new { current_password = GoodPassword, new_password = "tall copper kettle 94" };

        var answer = await client.SendAsync(
            HttpMethod.Put,
            "/v1/me/password",
            JsonContent.Of(change),
            await NewTokenAsync(email)
        );

        Assert.That((answer.Status, meters.Sum(PasswordMetrics.Renewals)), Is.EqualTo((204, 0.0)), answer.Text);
    }

    [Test]
    public async Task A_hash_under_an_old_pepper_is_renewed_while_that_pepper_is_kept()
    {
        var (id, email) = await NewAccountAsync();
        await using var rotated = new ApiHost(
            Database.ConnectionString,
            ("Passwords:Pepper", NewPepper),
            ("Passwords:PreviousPeppers", ApiHost.Pepper)
        );
        var before = await HashAsync(id);
        await LoginAsync(rotated, email);
        await using var forgotten = new ApiHost(Database.ConnectionString, ("Passwords:Pepper", NewPepper));

        await LoginAsync(forgotten, email);

        Assert.That((await HashAsync(id))!.Split('.')[1], Is.Not.EqualTo(before!.Split('.')[1]));
    }

    [Test]
    public async Task Without_the_old_pepper_nobody_gets_in_and_the_log_says_why()
    {
        var (_, email) = await NewAccountAsync();
        await using var wrong = new ApiHost(Database.ConnectionString, ("Passwords:Pepper", NewPepper));
        using var client = wrong.CreateClient();
        using var content = JsonContent.Of(new { email, password = GoodPassword });

        var answer = await client.SendAsync(HttpMethod.Post, "/v1/auth/login", content);

        Assert.Multiple(() =>
        {
            Assert.That(answer.Status, Is.EqualTo(401));
            Assert.That(wrong.Logs.Lines, Has.Some.Contains("does not open"));
        });
    }

    [Test]
    public async Task A_hash_moved_to_another_account_opens_nothing()
    {
        var (victim, _) = await NewAccountAsync();
        var (attacker, email) = await NewAccountAsync();
        await Database.ReadAsync<object>(
            "UPDATE users SET password_hash = (SELECT password_hash FROM users WHERE id = $1) WHERE id = $2",
            victim,
            attacker
        );

        var answer = await PostAsync("/v1/auth/login", new { email, password = GoodPassword });

        Assert.That(answer.Status, Is.EqualTo(401));
    }

    private Task<string?> HashAsync(Guid id) =>
        Database.ReadAsync<string>("SELECT password_hash FROM users WHERE id = $1", id);

    private static async Task LoginAsync(ApiHost host, string email)
    {
        var answer = await TryAsync(host, email, GoodPassword);
        Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
    }

    private static async Task<Answer> TryAsync(ApiHost host, string email, string password)
    {
        using var client = host.CreateClient();
        using var content = JsonContent.Of(new { email, password });
        return await client.SendAsync(HttpMethod.Post, "/v1/auth/login", content);
    }
}
