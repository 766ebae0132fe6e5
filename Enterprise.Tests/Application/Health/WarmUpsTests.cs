using Enterprise.Application.Abstractions;
using Enterprise.Application.Health;
using Enterprise.Tests.Support;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;

namespace Enterprise.Tests.Application.Health;

[Parallelizable(ParallelScope.All)]
public sealed class WarmUpsTests
{
    [Test]
    public async Task What_needs_no_database_goes_first_and_the_rest_waits_for_database_and_start()
    {
        using var lab = new WarmLab();
        var asking = lab.Add(needsDatabase: true, () => Task.CompletedTask);
        var alone = lab.Add(needsDatabase: false, () => Task.CompletedTask);
        using var warmUps = lab.Make();

        await warmUps.StartAsync(CancellationToken.None);
        await alone.Task.WaitAsync(Wait.Bound);
        lab.State.Find();
        Assert.That((asking.Task.IsCompleted, lab.Life.HasStarted), Is.EqualTo((false, false)));

        lab.Lifetime.NotifyStarted();
        await asking.Task.WaitAsync(Wait.Bound);
        await Wait.UntilAsync(() => lab.Life.HasStarted);
    }

    [Test]
    public async Task One_that_fails_and_one_that_hangs_are_told_and_keep_nobody_away()
    {
        using var lab = new WarmLab();
        lab.Add(needsDatabase: false, () => throw new InvalidOperationException("broken"));
        var hanging = lab.Add(needsDatabase: false, () => new TaskCompletionSource().Task);
        var last = lab.Add(needsDatabase: true, () => Task.CompletedTask);
        lab.State.Find();
        lab.Lifetime.NotifyStarted();
        using var warmUps = lab.Make();

        await warmUps.StartAsync(CancellationToken.None);
        await hanging.Task.WaitAsync(Wait.Bound);
        await Wait.UntilAsync(() => lab.Clock.Timers > 0);
        Assert.That(lab.Life.HasStarted, Is.False);
        lab.Clock.Advance(WarmUps.Limit);
        await last.Task.WaitAsync(Wait.Bound);
        await Wait.UntilAsync(() => lab.Life.HasStarted);

        Assert.That(
            lab.Logs.Lines.Where(line => line.StartsWith("Warning", StringComparison.Ordinal)),
            Has.Some.Contains("(InvalidOperationException)").And.Some.Contains("(TimeoutException)")
        );
    }

    [Test]
    public async Task A_stop_does_not_wait_for_them()
    {
        using var lab = new WarmLab();
        var begun = lab.Add(needsDatabase: false, () => new TaskCompletionSource().Task);
        using var warmUps = lab.Make();
        await warmUps.StartAsync(CancellationToken.None);
        await begun.Task.WaitAsync(Wait.Bound);

        await warmUps.StopAsync(CancellationToken.None).WaitAsync(Wait.Bound);

        Assert.That(lab.Life.HasStarted, Is.False);
    }

    private sealed class WarmLab : IDisposable
    {
        private readonly List<IWarmUp> all = [];
        private readonly ILoggerFactory factory;

        public WarmLab()
        {
            factory = LoggerFactory.Create(builder => builder.AddProvider(Logs));
            Lifetime = new ApplicationLifetime(factory.CreateLogger<ApplicationLifetime>());
        }

        public ManualClock Clock { get; } = new();
        public InstanceLife Life { get; } = new();
        public FoundLater State { get; } = new();
        public LogSink Logs { get; } = new();
        public ApplicationLifetime Lifetime { get; }

        /// <summary>Gives what ends when it was begun.</summary>
        public TaskCompletionSource Add(bool needsDatabase, Func<Task> run)
        {
            var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            all.Add(new SpokenWarmUp(needsDatabase, begun, run));
            return begun;
        }

        public WarmUps Make() => new(all, State, Life, Lifetime, Clock, factory.CreateLogger<WarmUps>());

        public void Dispose() => factory.Dispose();
    }

    private sealed class SpokenWarmUp(bool needsDatabase, TaskCompletionSource begun, Func<Task> run) : IWarmUp
    {
        public bool NeedsDatabase => needsDatabase;

        public Task RunAsync(CancellationToken ct)
        {
            begun.TrySetResult();
            return run();
        }
    }

    private sealed class FoundLater : IDatabaseState
    {
        private readonly TaskCompletionSource migrated = new();

        public bool IsReachable => true;
        public int? PendingMigrations => 0;
        public Task Migrated => migrated.Task;
        public bool IsBreakerOpen => false;
        public long BreakerOpenings => 0;

        public void Find() => migrated.TrySetResult();
    }
}
