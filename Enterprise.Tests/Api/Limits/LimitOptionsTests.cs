using Enterprise.Api.Limits;

namespace Enterprise.Tests.Api.Limits;

[Parallelizable(ParallelScope.All)]
public sealed class LimitOptionsTests
{
    [Test]
    public void The_defaults_are_good() =>
        Assert.That(new LimitOptionsValidator().Validate(null, new LimitOptions()).Succeeded, Is.True);

    [Test]
    public void Everything_wrong_is_told_at_once()
    {
        var wrong = new LimitOptions
        {
            RequestsPerSecond = 0,
            RequestsPerSecondPerClient = 1_000_001,
            BurstPerClient = 0,
            ConcurrentRequests = 0,
            QueuedRequests = -1,
            QueueMilliseconds = 0,
            ConcurrentCredentials = -1,
            BodySeconds = 0,
            RequestMilliseconds = 0,
        };

        Assert.That(
            new LimitOptionsValidator().Validate(null, wrong).Failures,
            Is.EqualTo([
                "APP_LIMITS__REQUESTS_PER_SECOND must be from 1 to 1000000",
                "APP_LIMITS__REQUESTS_PER_SECOND_PER_CLIENT must be from 1 to 1000000",
                "APP_LIMITS__BURST_PER_CLIENT must be from 1 to 100000",
                "APP_LIMITS__CONCURRENT_REQUESTS must be from 1 to 100000",
                "APP_LIMITS__QUEUED_REQUESTS must be from 0 to 100000",
                "APP_LIMITS__QUEUE_MILLISECONDS must be from 1 to 60000",
                "APP_LIMITS__CONCURRENT_CREDENTIALS must be from 0 to 100000",
                "APP_LIMITS__BODY_SECONDS must be from 1 to 300",
                "APP_LIMITS__REQUEST_MILLISECONDS must be from 1 to 600000",
            ])
        );
    }

    [TestCase(0, 256, 2, 64)]
    [TestCase(0, 256, 16, 128)]
    [TestCase(0, 1, 16, 1)]
    [TestCase(7, 256, 16, 7)]
    public void Half_of_all_places_are_kept_from_logins_unless_it_is_said_otherwise(
        int set,
        int places,
        int hashes,
        int expected
    ) =>
        Assert.That(
            new LimitOptions { ConcurrentCredentials = set, ConcurrentRequests = places }.CredentialPlaces(hashes),
            Is.EqualTo(expected)
        );
}
