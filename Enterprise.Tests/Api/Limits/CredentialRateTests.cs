using Enterprise.Tests.Support;

namespace Enterprise.Tests.Api.Limits;

internal sealed class CredentialRateTests : ApiFixture
{
    protected override (string Key, string Value)[] Settings => [("Limits:CredentialsPerMinutePerClient", "3")];

    [Test]
    public async Task The_first_login_too_many_is_audited_and_the_others_cost_the_database_nothing()
    {
        const string Address = "203.0.113.70";
        while ((await LoginAsync(Address)).Status != 429) { }
        var allowances = await AllowancesAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => LoginAsync(Address)));

        // One comes back every 20 seconds, should the run be slow.
        var refused = answers.Where(answer => answer.Status == 429).ToArray();
        Assert.That(refused, Has.Length.InRange(198, 200));
        Assert.That(refused.Select(answer => answer.Code), Is.All.EqualTo("request.too_many"));
        if (refused.Length == 200)
            Assert.That(await AllowancesAsync(), Is.EqualTo(allowances), "Every statement writes the row anew.");
        Assert.That(
            await Database.ReadAsync<long>(
                "SELECT count(*) FROM audit_entries WHERE action = 'sessions.throttle' AND host(address) = $1",
                Address
            ),
            Is.InRange(1, 3)
        );
    }

    [Test]
    public async Task The_refusal_names_the_allowance_beside_that_of_the_client()
    {
        const string Address = "203.0.113.71";
        Answer answer;
        do answer = await LoginAsync(Address);
        while (answer.Status != 429);

        Assert.That(answer.Header("RateLimit-Policy"), Does.EndWith(", \"credentials\";q=3;w=60"));
        Assert.That(
            answer.Header("RateLimit"),
            Does.EndWith($", \"credentials\";r=0;t={answer.Header("Retry-After")}")
        );
    }

    private Task<string> AllowancesAsync() =>
        Database.ReadAsync<string>("SELECT string_agg(xmin::text, ',' ORDER BY network) FROM credential_allowances")!;

    private Task<Answer> LoginAsync(string address) =>
        PostAsync("/v1/auth/login", new { email = Fresh.Email(), password = GoodPassword }, address);
}
