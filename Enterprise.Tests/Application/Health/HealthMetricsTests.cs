using Enterprise.Application.Abstractions;
using Enterprise.Application.Health;
using Enterprise.Tests.Application.Sessions.Keys;
using Enterprise.Tests.Support;
using Microsoft.Extensions.Hosting;

namespace Enterprise.Tests.Application.Health;

[Parallelizable(ParallelScope.All)]
public sealed class HealthMetricsTests
{
    [Test]
    public void Each_finding_alone_makes_an_instance_unready_and_is_the_check_that_says_so()
    {
        foreach (var (index, name) in HealthFindings.Names.Index())
        {
            var all = Enumerable.Range(0, 5).Select(check => check != index).ToArray();
            var findings = new HealthFindings(all[0], all[1], all[2], all[3], all[4]);

            Assert.That(findings.AreGood, Is.False, name);
            Assert.That(Enumerable.Range(0, 5).Where(check => !findings[check]), Is.EqualTo([index]), name);
        }
        Assert.That(new HealthFindings(true, true, true, true, true).AreGood, Is.True);
        Assert.That(() => default(HealthFindings)[5], Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void What_is_not_known_yet_is_no_number()
    {
        using var lab = new HealthLab();

        Assert.That(lab.Meters.Observe(HealthMetrics.PendingMigrations), Is.Empty);
        Assert.That(lab.Failed(), Is.EqualTo(["startup", "database", "migrations"]));
    }

    [Test]
    public void A_database_that_lacks_migrations_shows_how_many()
    {
        using var lab = new HealthLab();
        (lab.Database.IsReachable, lab.Database.PendingMigrations) = (true, 2);

        Assert.That(lab.Meters.Observe(HealthMetrics.PendingMigrations).Single().Value, Is.EqualTo(2));
        Assert.That(lab.Failed(), Is.EqualTo(["startup", "migrations"]));
    }

    [Test]
    public void Once_started_up_an_instance_stays_so()
    {
        using var lab = new HealthLab();
        (lab.Database.IsReachable, lab.Database.PendingMigrations) = (true, 0);
        lab.Life.Started();
        Assert.That(lab.Failed(), Is.Empty);

        (lab.Database.IsReachable, lab.Database.PendingMigrations) = (false, 1);

        Assert.That(lab.Failed(), Is.EqualTo(["database", "migrations"]));
    }

    [Test]
    public void A_key_that_is_not_good_at_this_moment_fails()
    {
        using var lab = new HealthLab();
        (lab.Database.IsReachable, lab.Database.PendingMigrations) = (true, 0);
        lab.Life.Started();

        // The ring was checked when it was made; since then the clock was set back.
        using var late = new HealthLab(lab.Clock.GetUtcNow() + TimeSpan.FromSeconds(1));

        Assert.That(lab.Failed(), Is.Empty);
        Assert.That(late.Failed(), Does.Contain("keys"));
        late.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(late.Failed(), Does.Not.Contain("keys"));
    }

    [Test]
    public void An_instance_that_stops_drains()
    {
        using var lab = new HealthLab();

        lab.Lifetime.StopApplication();

        Assert.That(lab.Failed(), Does.Contain("draining"));
    }

    [Test]
    public void One_that_was_asked_to_stop_drains_before_it_stops()
    {
        using var lab = new HealthLab();

        lab.Life.Drain();

        Assert.That(lab.Failed(), Does.Contain("draining"));
    }

    [Test]
    public void The_breaker_shows_whether_it_is_open_and_how_often_it_was()
    {
        using var lab = new HealthLab();
        (lab.Database.IsBreakerOpen, lab.Database.BreakerOpenings) = (true, 3);

        Assert.That(lab.Meters.Observe(HealthMetrics.BreakerOpen).Single().Value, Is.EqualTo(1));
        Assert.That(lab.Meters.Observe(HealthMetrics.BreakerOpenings).Single().Value, Is.EqualTo(3));
    }

    /// <summary>A database that a test speaks for, and a key that is good from a time on.</summary>
    private sealed class HealthLab : IDisposable
    {
        public HealthLab(DateTimeOffset? goodFrom = null)
        {
            var key = KeyLab.EcKey(active: true);
            if (goodFrom is { } from)
                key.NotBefore = $"{from:yyyy-MM-ddTHH:mm:ssZ}";
            var made = new ManualClock(goodFrom ?? Clock.GetUtcNow());
            var health = new InstanceHealth(Database, KeyLab.Ring(KeyLab.Options(key), made), Life, Lifetime, Clock);
            _ = new HealthMetrics(Meters, Database, health);
        }

        public ManualClock Clock { get; } = new();
        public MeterLab Meters { get; } = new();
        public SpokenState Database { get; } = new();
        public InstanceLife Life { get; } = new();
        public SpokenLifetime Lifetime { get; } = new();

        public IEnumerable<string> Failed() =>
            Meters
                .Observe(HealthMetrics.ReadinessCheck)
                .Where(check => check.Value < 1)
                .Select(check => check.Tags["check=".Length..]);

        public void Dispose()
        {
            Meters.Dispose();
            Lifetime.Dispose();
        }
    }

    private sealed class SpokenState : IDatabaseState
    {
        public bool IsReachable { get; set; }
        public int? PendingMigrations { get; set; }
        public Task Migrated => Task.CompletedTask;
        public bool IsBreakerOpen { get; set; }
        public long BreakerOpenings { get; set; }
    }

    private sealed class SpokenLifetime : IHostApplicationLifetime, IDisposable
    {
        private readonly CancellationTokenSource stopping = new();

        public CancellationToken ApplicationStarted => CancellationToken.None;
        public CancellationToken ApplicationStopping => stopping.Token;
        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => stopping.Cancel();

        public void Dispose() => stopping.Dispose();
    }
}
