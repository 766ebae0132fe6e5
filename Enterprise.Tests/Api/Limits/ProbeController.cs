using Enterprise.Api.Limits;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Enterprise.Tests.Api.Limits;

/// <summary>Routes that wait until a test lets them go on.</summary>
[ApiController]
[AllowAnonymous]
public sealed class ProbeController(ProbeGate gate) : ControllerBase
{
    [HttpGet("/probe/wait")]
    public Task<IActionResult> Wait(CancellationToken ct, [FromQuery] int number = 0) => PassAsync(number, ct);

    [HttpGet("/probe/long")]
    [TimeLimit(60)]
    public Task<IActionResult> Patient(CancellationToken ct) => PassAsync(0, ct);

    [HttpGet("/probe/own")]
    [OwnLimits]
    public Task<IActionResult> Own(CancellationToken ct) => PassAsync(0, ct);

    [HttpPost("/probe/hash")]
    [HashesPassword]
    public Task<IActionResult> Hash(CancellationToken ct) => PassAsync(0, ct);

    [HttpGet("/probe/quick")]
    public IActionResult Quick() => Ok("quick");

    [HttpGet("/probe/stubborn")]
    public async Task<IActionResult> Stubborn(CancellationToken ct)
    {
        await using var told = ct.Register(gate.Tell);
        return await PassAsync(0, CancellationToken.None);
    }

    [HttpGet("/probe/half")]
    public async Task<IActionResult> Half(CancellationToken ct)
    {
        await Response.WriteAsync("half of an ", ct);
        await Response.Body.FlushAsync(ct);
        return await PassAsync(0, ct);
    }

    [HttpPost("/probe/body")]
    public async Task<IActionResult> Body(CancellationToken ct)
    {
        await using var memory = new MemoryStream();
        await Request.Body.CopyToAsync(memory, ct);
        return Ok(new { memory.Length, Sum = memory.ToArray().Sum(one => (long)one) });
    }

    private async Task<IActionResult> PassAsync(int number, CancellationToken ct)
    {
        await gate.PassAsync(number, ct);
        return Ok(number);
    }
}

/// <summary>What the routes wait at.</summary>
public sealed class ProbeGate
{
    private readonly TaskCompletionSource told = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim gate = new(0);
    private readonly Lock order = new();
    private readonly List<int> came = [];
    private int waiting;

    public int Waiting => Volatile.Read(ref waiting);

    /// <summary>In which they came, by number.</summary>
    public IReadOnlyList<int> Order
    {
        get
        {
            lock (order)
                return [.. came];
        }
    }

    /// <summary>Ends when a request was told to stop.</summary>
    public Task Told => told.Task;

    public void Tell() => told.TrySetResult();

    public void Open(int count) => gate.Release(count);

    public async Task PassAsync(int number, CancellationToken ct)
    {
        lock (order)
            came.Add(number);
        Interlocked.Increment(ref waiting);
        try
        {
            await gate.WaitAsync(ct);
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
    }
}
