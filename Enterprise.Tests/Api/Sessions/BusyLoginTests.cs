using Enterprise.Tests.Support;

namespace Enterprise.Tests.Api.Sessions;

internal sealed class BusyLoginTests : ApiFixture
{
    protected override (string Key, string Value)[] Settings =>
        [("Passwords:ConcurrentHashes", "1"), ("Passwords:QueueLength", "2")];

    [Test]
    public async Task Beyond_the_queue_logins_are_refused_politely_and_nothing_is_counted_for_them()
    {
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 200)
                .Select(_ => PostAsync("/v1/auth/login", new { email = Fresh.Email(), password = GoodPassword }))
        );

        var busy = answers.Where(answer => answer.Status == 503).ToArray();
        Assert.Multiple(async () =>
        {
            Assert.That(answers.Select(answer => answer.Status).Distinct(), Is.SubsetOf([401, 503]));
            Assert.That(busy, Is.Not.Empty);
            Assert.That(busy.Select(answer => answer.Code), Is.All.EqualTo("passwords.busy"));
            Assert.That(busy.Select(answer => answer.Header("Retry-After")), Is.All.EqualTo("1"));
            Assert.That(
                await Database.ReadAsync<long>("SELECT coalesce(sum(failures), 0) FROM login_attempts"),
                Is.EqualTo(2 * (answers.Length - busy.Length)),
                "Each for its pair, and for strangers."
            );
        });
    }
}
