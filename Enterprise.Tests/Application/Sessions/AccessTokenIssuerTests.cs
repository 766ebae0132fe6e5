using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Enterprise.Application.Sessions;

namespace Enterprise.Tests.Application.Sessions;

[Parallelizable(ParallelScope.All)]
public sealed class AccessTokenIssuerTests
{
    private static readonly Guid User = new(TokenForge.User);
    private static readonly Guid Session = new(TokenForge.Session);

    [Test]
    public void What_is_issued_is_read_with_everything_it_states()
    {
        var forge = new TokenForge();

        var token = forge
            .Issuer.Issue(User, Session, new Entitlements(["admin", "user"], ["audit.read", "users.read"], [4, 1, 2]))
            .Reveal();

        Assert.That(forge.Reader.TryRead(token, out var read), Is.True);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(read!.UserId, Is.EqualTo(User));
            Assert.That(read.SessionId, Is.EqualTo(Session));
            Assert.That(read.Entitlements.Roles, Is.EqualTo(["admin", "user"]));
            Assert.That(read.Entitlements.Permissions, Is.EqualTo(["audit.read", "users.read"]));
            Assert.That(read.Entitlements.Versions, Is.EqualTo([4, 1, 2]));
            Assert.That(read.IssuedAt.ToUnixTimeSeconds(), Is.EqualTo(forge.Now));
            Assert.That(read.ExpiresAt - read.IssuedAt, Is.EqualTo(TimeSpan.FromMinutes(10)));
            Assert.That(read.Id.Version, Is.EqualTo(7));
        }
    }

    [Test]
    public void The_header_is_to_the_letter_what_RFC_9068_asks_for()
    {
        var forge = new TokenForge();

        var header = Part(forge.Issuer.Issue(User, Session, Nothing).Reveal(), 0);

        Assert.That(header, Is.EqualTo(TokenForge.GoodHeader));
    }

    [Test]
    public void The_claims_are_those_of_the_contract()
    {
        var forge = new TokenForge();

        using var claims = JsonDocument.Parse(Part(forge.Issuer.Issue(User, Session, Nothing).Reveal(), 1));

        Assert.That(
            claims.RootElement.EnumerateObject().Select(claim => claim.Name),
            Is.EqualTo(["iss", "sub", "aud", "exp", "iat", "nbf", "jti", "sid", "roles", "permissions", "ver"])
        );
        Assert.That(claims.RootElement.GetProperty("sub").GetString(), Is.EqualTo(TokenForge.User));
        Assert.That(claims.RootElement.GetProperty("nbf").GetInt64(), Is.EqualTo(forge.Now));
    }

    [Test]
    public void Names_of_any_script_come_through()
    {
        var forge = new TokenForge();
        string[] roles = ["\u0440\u043e\u043b\u044c", "a\"b\\c/<d>", "\U0001f98a", ""];

        Assert.That(
            forge.Reader.TryRead(forge.Issuer.Issue(User, Session, WithRoles(roles)).Reveal(), out var read),
            Is.True
        );
        Assert.That(read!.Entitlements.Roles, Is.EqualTo(roles));
    }

    [Test]
    public void No_two_tokens_have_the_same_id()
    {
        var forge = new TokenForge();

        var ids = Enumerable
            .Range(0, 1000)
            .Select(_ =>
                forge.Reader.TryRead(forge.Issuer.Issue(User, Session, Nothing).Reveal(), out var read)
                    ? read.Id
                    : Guid.Empty
            );

        Assert.That(ids, Is.Unique);
    }

    [Test]
    public void A_token_of_every_permission_and_many_roles_is_short_enough_to_be_read()
    {
        var forge = new TokenForge();
        var roles = Enumerable.Range(0, 50).Select(i => $"role-with-a-rather-long-name-{i}").ToArray();

        var token = forge
            .Issuer.Issue(
                User,
                Session,
                WithRoles(roles) with
                {
                    Permissions = Enterprise.Domain.Roles.Permissions.All,
                }
            )
            .Reveal();

        Assert.That(forge.Reader.TryRead(token, out _), Is.True);
    }

    [Test]
    public void Many_threads_issue_and_read_at_once()
    {
        var forge = new TokenForge();
        var bad = 0;

        Parallel.For(
            0,
            5000,
            i =>
            {
                var user = new Guid(i, 0, 0, new byte[8]);
                var token = forge.Issuer.Issue(user, Session, WithRoles("user")).Reveal();
                if (!forge.Reader.TryRead(token, out var read) || read.UserId != user)
                    Interlocked.Increment(ref bad);
            }
        );

        Assert.That(bad, Is.Zero);
    }

    private static Entitlements Nothing => WithRoles();

    private static Entitlements WithRoles(params string[] roles) => new(roles, [], [1, .. roles.Select(_ => 1)]);

    private static string Part(string token, int part) =>
        Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token.Split('.')[part]));
}
