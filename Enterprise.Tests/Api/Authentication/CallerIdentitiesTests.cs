using Enterprise.Api.Authentication;
using Enterprise.Application.Sessions;
using Enterprise.Tests.Application.Sessions;
using Microsoft.Extensions.Options;

namespace Enterprise.Tests.Api.Authentication;

[Parallelizable(ParallelScope.All)]
public sealed class CallerIdentitiesTests
{
    [Test]
    public void A_token_that_comes_again_has_the_identity_it_had()
    {
        var identities = Of(16);
        var token = Token(1);
        var first = identities.Of(token);

        Assert.That(identities.Of(token), Is.SameAs(first));
        Assert.That(first.Token, Is.SameAs(token));
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(5)]
    [TestCase(64)]
    public void Every_token_has_its_own_however_few_slots_there_are(int remembered)
    {
        var identities = Of(remembered);
        var tokens = Enumerable.Range(0, 100).Select(Token).ToArray();

        for (var turn = 0; turn < 3; turn++)
            foreach (var token in tokens)
                Assert.That(identities.Of(token).Caller.UserId, Is.EqualTo(token.UserId));
    }

    [Test]
    public void An_equal_token_that_is_another_object_does_not_get_it()
    {
        var identities = Of(16);
        var token = Token(1);

        Assert.That(identities.Of(token), Is.Not.SameAs(identities.Of(token with { })));
    }

    private static CallerIdentities Of(int remembered) =>
        new(Options.Create(new JwtOptions { CachedTokens = remembered }));

    private static AccessToken Token(int i) =>
        new(
            new Guid(TokenForge.Id),
            new Guid(i, 0, 0, new byte[8]),
            new Guid(TokenForge.Session),
            DateTimeOffset.UnixEpoch,
            DateTimeOffset.UnixEpoch.AddMinutes(10),
            TokenForge.Granted
        );
}
