using System.Diagnostics.Metrics;
using Enterprise.Application.Authorization;
using Enterprise.Domain.Roles;
using Enterprise.Tests.Api.Users;
using Enterprise.Tests.Contracts;
using Enterprise.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Enterprise.Tests.Api.Authentication;

/// <summary>Who lacks a permission is counted, once for each 403 that says so.</summary>
internal sealed class DenialsTests : UsersFixture
{
    private readonly MeterLab meters = new();

    protected override void Replace(IServiceCollection services) => services.AddSingleton<IMeterFactory>(meters);

    [OneTimeTearDown]
    public void StopListening() => meters.Dispose();

    [Test]
    public async Task What_is_no_403_for_want_of_a_permission_is_not_counted()
    {
        var nobody = await NewTokenOfAsync();
        var writer = await NewTokenOfAsync(Permissions.RolesWrite);
        var before = Counted();

        var statuses = new[]
        {
            (await GetAsync("/v1/roles")).Status,
            (await GetAsync("/v1/roles", "nonsense")).Status,
            (await GetAsync($"/v1/users/{Given.NewId()}", nobody)).Status,
            (await GetAsync("/v1/me", nobody)).Status,
            (await GetAsync("/v1/nothing", nobody)).Status,
            (
                await SendAsync(
                    HttpMethod.Post,
                    "/v1/roles",
                    writer,
                    new
                    {
                        name = "beyond",
                        description = "",
                        permissions = (string[])[Permissions.UsersRead],
                    }
                )
            ).Status,
        };

        Assert.That(statuses, Is.EqualTo([401, 401, 404, 200, 404, 403]), "The last grants what it does not hold.");
        Assert.That(Counted(), Is.EqualTo(before));
    }

    [Test]
    public async Task Every_permission_that_a_route_asks_for_is_counted_where_it_lacks()
    {
        var nobody = await NewTokenOfAsync();
        var id = Given.NewId();
        (string Permission, Func<Task<Answer>> Ask)[] asked =
        [
            (Permissions.AuditRead, () => GetAsync("/v1/audit", nobody)),
            (Permissions.MetricsRead, () => GetAsync("/v1/admin/metrics", nobody)),
            (Permissions.RolesRead, () => GetAsync("/v1/roles", nobody)),
            (Permissions.RolesWrite, () => SendAsync(HttpMethod.Post, "/v1/roles", nobody, new { })),
            (Permissions.RolesAssign, () => AssignAsync(id, nobody, "*")),
            (Permissions.SessionsManage, () => GetAsync($"/v1/users/{id}/sessions", nobody)),
            (Permissions.UsersDelete, () => DeleteAsync(id, nobody)),
            (Permissions.UsersLock, () => LockAsync(id, nobody)),
            (Permissions.UsersRead, () => GetAsync("/v1/users", nobody)),
            (Permissions.UsersWrite, () => SendAsync(HttpMethod.Post, "/v1/users", nobody, new { })),
        ];
        Assert.That(asked.Select(ask => ask.Permission), Is.EquivalentTo(Permissions.All));

        foreach (var (permission, ask) in asked)
            await AssertCountsAsync(permission, ask);
        Declarations.AssertKept(meters);
    }

    [Test]
    public async Task So_is_one_that_only_what_was_asked_for_needs()
    {
        var reader = await Forge.NewHolderAsync(Permissions.UsersRead);
        var readers = await TokenOfAsync(reader);
        var writers = await NewTokenOfAsync(Permissions.UsersWrite);
        var other = await Forge.NewAsync();

        await AssertCountsAsync(Permissions.UsersWrite, () => PatchAsync(other.UserId, readers, new { name = "Eve" }));
        await AssertCountsAsync(
            Permissions.UsersWrite,
            () => PatchAsync(reader.UserId, readers, new { email = Fresh.Email() })
        );
        await AssertCountsAsync(
            Permissions.RolesAssign,
            () =>
                SendAsync(
                    HttpMethod.Post,
                    "/v1/users",
                    writers,
                    new
                    {
                        email = Fresh.Email(),
                        name = "Ada",
                        password = GoodPassword,
                        roles = (string[])["admin"],
                    }
                )
        );
    }

    private async Task AssertCountsAsync(string permission, Func<Task<Answer>> ask)
    {
        var before = Counted();
        AssertIs(await ask(), 403, "auth.forbidden");
        Assert.That(Counted().Skip(before.Length), Is.EqualTo([$"permission={permission}"]));
    }

    private string[] Counted() => [.. meters.Tags(AuthorizationMetrics.Denials)];
}
