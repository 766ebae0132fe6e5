using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Enterprise.Api.Telemetry;
using Enterprise.Application;
using Enterprise.Application.Audit;
using Enterprise.Application.Health;
using Enterprise.Application.Limits;
using Enterprise.Domain.Audit;
using Enterprise.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Enterprise.Tests.Api.Operations.Metrics;

/// <summary>The instruments that a host makes, and those that it says it makes.</summary>
internal sealed partial class InstrumentsTests : ApiFixture
{
    private readonly MeterLab meters = new();

    protected override void Replace(IServiceCollection services) => services.AddSingleton<IMeterFactory>(meters);

    [OneTimeTearDown]
    public void StopListening() => meters.Dispose();

    [Test]
    public void A_host_has_all_that_are_declared_and_no_others_before_any_request()
    {
        using var lab = new MeterLab();
        using var host = new ApiHost(Database.ConnectionString)
        {
            Replace = services => services.AddSingleton<IMeterFactory>(lab),
        };

        _ = host.Services;

        Assert.That(
            lab.Instruments.Where(name => name.StartsWith(Meters.Prefix, StringComparison.Ordinal)),
            Is.EquivalentTo(MeterChoice.Declared.Select(instrument => instrument.Name))
        );
    }

    [Test]
    public void Of_two_hosts_each_observes_itself()
    {
        using var lab = new MeterLab();
        using var other = new ApiHost("Host=127.0.0.1;Port=1;Username=nobody;Database=none")
        {
            Replace = services => services.AddSingleton<IMeterFactory>(lab),
        };

        _ = other.Services;

        Assert.That(lab.Observe(HealthMetrics.PendingMigrations), Is.Empty, "It does not know.");
        Assert.That(
            lab.Observe(HealthMetrics.ReadinessCheck).Select(measured => (measured.Tags, measured.Value)),
            Is.EqualTo([
                ("check=startup", 0.0),
                ("check=database", 0.0),
                ("check=migrations", 0.0),
                ("check=keys", 1.0),
                ("check=draining", 1.0),
            ])
        );
    }

    [Test]
    public async Task What_is_observed_tells_of_a_host_that_is_well()
    {
        var checks = await Eventually.Async(
            () => Task.FromResult(meters.Observe(HealthMetrics.ReadinessCheck)),
            checks => checks.All(check => check.Value > 0)
        );

        Assert.That(checks.Select(check => check.Value), Is.EqualTo([1.0, 1.0, 1.0, 1.0, 1.0]));
        Assert.That(meters.Observe(HealthMetrics.PendingMigrations).Single().Value, Is.Zero);
        Assert.That(meters.Observe(HealthMetrics.BreakerOpen).Single().Value, Is.Zero);
        Declarations.AssertKept(meters);
    }

    [Test]
    public void The_most_series_are_the_product_of_the_sets()
    {
        foreach (var instrument in MeterChoice.Declared)
            Assert.That(Declarations.SeriesOf(instrument), Has.Count.EqualTo(instrument.MaxSeries), instrument.Name);
        Assert.That(
            MeterChoice.Declared.Single(instrument => instrument.Name == AuditMetrics.Records).MaxSeries,
            Is.EqualTo(AuditAction.All.Count * AuditOutcome.All.Count)
        );
        Assert.That(
            MeterChoice.Declared.Single(instrument => instrument.Name == LimitMetrics.Aborts).MaxSeries,
            Is.EqualTo(1)
        );
    }

    [Test]
    public void Names_and_values_are_words_that_need_no_escaping()
    {
        Assert.That(MeterChoice.Declared.Select(instrument => instrument.Name), Is.Unique);
        foreach (var instrument in MeterChoice.Declared)
        {
            Assert.That(instrument.Name, Does.StartWith(Meters.Prefix));
            Assert.That(instrument.Tags.SelectMany(tag => tag.Values.Append(tag.Name)), Has.All.Match(Word()));
        }
    }

    [GeneratedRegex(@"\A[a-z][a-z_.]*\z", RegexOptions.None, 1000)]
    private static partial Regex Word();
}
