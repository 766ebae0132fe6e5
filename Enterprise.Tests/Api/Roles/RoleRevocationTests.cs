using System.Text.Json;
using Enterprise.Tests.Support;
using Catalogue = Enterprise.Domain.Roles.Permissions;

namespace Enterprise.Tests.Api.Roles;

/// <summary>What a change of a role does to those who hold it, on another instance.</summary>
internal sealed class RoleRevocationTests : RolesFixture
{
    private ApiHost other = null!;
    private HttpClient there = null!;
    private string admin = "";

    [OneTimeSetUp]
    public async Task StartOtherAsync()
    {
        other = new ApiHost(Database.ConnectionString, Settings);
        there = other.CreateClient();
        admin = await NewTokenOfAsync([.. Catalogue.All]);
    }

    [OneTimeTearDown]
    public async Task StopOtherAsync()
    {
        there.Dispose();
        await other.DisposeAsync();
    }

    [Test]
    public async Task A_changed_role_makes_access_tokens_stale_and_the_next_refresh_has_the_new_permissions()
    {
        var (role, pair) = await GivenHolderAsync();

        var changed = await PutRoleAsync(admin, role, "*", Catalogue.UsersLock, Catalogue.UsersRead);

        Assert.That(changed.Status, Is.EqualTo(200), changed.Text);
        await RefusedAsync(pair);
        var next = await there.PairAsync(pair.Refresh);
        Assert.That(Permissions(await MeAsync(next)), Is.EqualTo([Catalogue.UsersLock, Catalogue.UsersRead]));
    }

    [Test]
    public async Task A_deleted_role_makes_access_tokens_stale_and_the_next_refresh_is_without_it()
    {
        var (role, pair) = await GivenHolderAsync();

        Assert.That((await DeleteRoleAsync(admin, role, "*")).Status, Is.EqualTo(204));

        await RefusedAsync(pair);
        var me = await MeAsync(await there.PairAsync(pair.Refresh));
        Assert.That(Permissions(me), Is.Empty);
        Assert.That(me.GetProperty("roles").EnumerateArray().Single().GetString(), Is.EqualTo("user"));
    }

    [Test]
    public async Task Another_description_makes_nothing_stale()
    {
        var (role, pair) = await GivenHolderAsync();
        var (_, stranger) = await GivenHolderAsync();
        await PutRoleAsync(admin, role, "*", Catalogue.AuditRead);

        // Until a later change has come through, so that this one has too.
        var session = await Forge.NewHolderAsync(Catalogue.AuditRead);
        var marker = await Client.PairAsync(session.Token);
        await DeleteRoleAsync(admin, SessionForge.RoleOf(session), "*");
        await RefusedAsync(marker);

        Assert.That(await there.SessionsAsync(pair.Access), Is.EqualTo(200));
        Assert.That(await there.SessionsAsync(stranger.Access), Is.EqualTo(200));
    }

    [Test]
    public async Task Who_loses_a_permission_is_let_in_nowhere_with_the_old_token()
    {
        var holder = await Forge.NewHolderAsync(Catalogue.RolesRead);
        var pair = await Client.PairAsync(holder.Token);
        Assert.That(await ReadRolesAsync(pair), Is.EqualTo(200));

        await PutRoleAsync(admin, SessionForge.RoleOf(holder), "*");

        await RefusedAsync(pair);
        Assert.That(await ReadRolesAsync(await Client.PairAsync(pair.Refresh)), Is.EqualTo(403));
    }

    private async Task<(string Role, Pair Pair)> GivenHolderAsync()
    {
        var holder = await Forge.NewHolderAsync(Catalogue.AuditRead);
        var pair = await Client.PairAsync(holder.Token);
        Assert.That(await there.SessionsAsync(pair.Access), Is.EqualTo(200));
        return (SessionForge.RoleOf(holder), pair);
    }

    private async Task RefusedAsync(Pair pair)
    {
        foreach (var client in (HttpClient[])[Client, there])
            Assert.That(
                await Eventually.Async(() => client.SessionsAsync(pair.Access), status => status == 401),
                Is.EqualTo(401)
            );
    }

    private async Task<int> ReadRolesAsync(Pair pair) =>
        (await there.SendAsync(HttpMethod.Get, "/v1/roles", token: pair.Access)).Status;

    private async Task<JsonElement> MeAsync(Pair pair) =>
        (await there.SendAsync(HttpMethod.Get, "/v1/me", token: pair.Access)).Json;
}
