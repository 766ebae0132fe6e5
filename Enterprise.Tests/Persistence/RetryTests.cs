using Enterprise.Tests.Support;

namespace Enterprise.Tests.Persistence;

/// <summary>What a client sees when PostgreSQL picks its statement as the victim of a deadlock: nothing, once.</summary>
internal sealed class RetryTests : ApiFixture
{
    [TestCase("40P01", "/v1/auth/login")]
    [TestCase("40001", "/v1/auth/login")]
    [TestCase("40P01", "/v1/auth/register")]
    public async Task A_victim_is_run_again_and_the_client_sees_no_failure(string state, string path)
    {
        await FailNextAuditEntriesAsync(state, times: 1);

        var answer = await PostAsync(path, new { email = Fresh.Email(), password = GoodPassword });

        Assert.That(answer.Status, Is.EqualTo(path.EndsWith("login", StringComparison.Ordinal) ? 401 : 201));
    }

    [Test]
    public async Task A_victim_twice_over_is_a_conflict_and_no_500()
    {
        await FailNextAuditEntriesAsync("40P01", times: 2);

        var answer = await PostAsync("/v1/auth/login", new { email = Fresh.Email(), password = GoodPassword });

        Assert.That((answer.Status, answer.Code), Is.EqualTo((409, "request.conflict")));
    }

    /// <summary>A sequence counts across rolled-back transactions, which a table would not.</summary>
    private Task<object?> FailNextAuditEntriesAsync(string state, int times) =>
        Database.ReadAsync<object>(
            $$"""
            DROP TRIGGER IF EXISTS fail ON audit_entries;
            DROP SEQUENCE IF EXISTS tries;
            CREATE SEQUENCE tries;
            CREATE OR REPLACE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
            BEGIN
                IF nextval('tries') <= {{times}} THEN RAISE EXCEPTION 'victim' USING ERRCODE = '{{state}}'; END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER fail BEFORE INSERT ON audit_entries FOR EACH ROW EXECUTE FUNCTION fail();
            """
        );
}
