using Enterprise.Api.Telemetry.Prometheus;
using Enterprise.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging.Abstractions;

namespace Enterprise.Tests.Api.Telemetry.Prometheus;

[Parallelizable(ParallelScope.All)]
public sealed class PageResultTests
{
    [Test]
    public async Task Who_does_not_read_is_cut_off_and_the_page_comes_back()
    {
        using var lab = new PageLab();
        lab.NewMeter().CreateGauge<int>("x").Record(1);
        var clock = new ManualClock();
        var scrapes = new Scrapes(lab.Exporter, clock, NullLogger<Scrapes>.Instance);
        var connection = new FrozenConnection();
        var http = new DefaultHttpContext();
        http.Features.Set<IHttpRequestLifetimeFeature>(connection);
        http.Response.Body = connection;

        var sending = new PageResult(scrapes, clock).ExecuteResultAsync(new ActionContext { HttpContext = http });
        await connection.WasWrittenTo.WaitAsync(Wait.Bound);
        Assert.That(sending.IsCompleted, Is.False);
        clock.Advance(PageResult.SendLimit);
        await sending.WaitAsync(Wait.Bound);

        Assert.That(connection.IsAborted, Is.True);
        for (var i = 0; i < Scrapes.MaxReaders; i++)
            Assert.That(await scrapes.LendAsync(default), Is.Not.Null);
    }

    /// <summary>Of a client that takes nothing.</summary>
    private sealed class FrozenConnection : MemoryStream, IHttpRequestLifetimeFeature
    {
        private readonly TaskCompletionSource written = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task WasWrittenTo => written.Task;

        public bool IsAborted { get; private set; }

        public CancellationToken RequestAborted { get; set; }

        public void Abort() => IsAborted = true;

        public override async ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer,
            CancellationToken cancellationToken = default
        )
        {
            written.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }
    }
}
