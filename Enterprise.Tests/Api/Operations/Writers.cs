using System.Collections.Concurrent;
using System.Globalization;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Api.Operations;

/// <summary>
/// People who register, refresh and change their names until they are told to stop, and remember what they were told was done. What was
/// answered with 503 may have been done or not.
/// </summary>
internal sealed class Writers(HttpClient client, Pair[] refreshers, string[] renamed)
{
    private const string Password = "violet-kettle-orbit-93";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(40);

    /// <summary>A registration costs a hash, of which the machine has few to spare.</summary>
    private static readonly TimeSpan LongPause = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentQueue<(int Status, string? Code, string? RetryAfter)> outcomes = new();
    private readonly ConcurrentQueue<string> registered = new();
    private readonly int[] names = new int[renamed.Length];
    private readonly string[] tokens = [.. refreshers.Select(pair => pair.Refresh)];
    private readonly CancellationTokenSource stop = new();
    private Task running = Task.CompletedTask;
    private int writes;
    private int attempts;

    /// <summary>What was acknowledged so far.</summary>
    public int Writes => Volatile.Read(ref writes);

    /// <summary>The addresses whose registration was acknowledged.</summary>
    public IReadOnlyCollection<string> Registered => registered;

    /// <summary>Everything that anybody was answered.</summary>
    public IReadOnlyCollection<(int Status, string? Code, string? RetryAfter)> Outcomes => outcomes;

    public void Start() =>
        running = Task.WhenAll([
            RepeatAsync(RegisterAsync, LongPause),
            .. tokens.Select((_, i) => RepeatAsync(() => RefreshAsync(i), Pause)),
            .. names.Select((_, i) => RepeatAsync(() => RenameAsync(i), Pause)),
        ]);

    /// <summary>Waits until so many writes more were acknowledged, of anybody's.</summary>
    public async Task WriteAsync(int more)
    {
        var wanted = Writes + more;
        Assert.That(
            await Eventually.Async(() => Task.FromResult(Writes), writes => writes >= wanted),
            Is.GreaterThanOrEqualTo(wanted)
        );
    }

    public async Task StopAsync()
    {
        await stop.CancelAsync();
        await running;
        stop.Dispose();
    }

    /// <summary>What was acknowledged and is not there any more.</summary>
    public async Task<List<string>> LostAsync()
    {
        List<string> lost = [];
        // Each is the last token that its owner was given: it works only if the exchange that gave it is there.
        foreach (var token in tokens)
            if (await client.RefreshAsync(token) is { Status: not 200 } answer)
                lost.Add($"a refresh: {answer.Text}");
        for (var i = 0; i < renamed.Length; i++)
        {
            var me = await client.SendAsync(HttpMethod.Get, "/v1/me", token: renamed[i]);
            // A later one may have been done without an answer.
            if (me.Status != 200 || Number(me.Json.GetProperty("name").GetString()!) < names[i])
                lost.Add($"name {names[i]}: {me.Text}");
        }
        return lost;
    }

    /// <summary>Whether the person with an address that is registered can sign in.</summary>
    public async Task<int> LoginAsync(string email) =>
        (
            await client.SendAsync(
                HttpMethod.Post,
                "/v1/auth/login",
                JsonContent.Of(new { email, password = Password })
            )
        ).Status;

    private async Task RepeatAsync(Func<Task> act, TimeSpan pause)
    {
        while (!stop.IsCancellationRequested)
        {
            await act();
            await Task.Delay(pause);
        }
    }

    private async Task RegisterAsync()
    {
        // After 503 with another address: the first may be taken by then.
        var email = Fresh.Email();
        var body = JsonContent.Of(new { email, password = Password });
        if (Note(await client.SendAsync(HttpMethod.Post, "/v1/auth/register", body), 201))
            registered.Enqueue(email);
    }

    private async Task RefreshAsync(int i)
    {
        // After 503 with the same token, as clients are told to.
        var answer = await client.RefreshAsync(tokens[i]);
        if (Note(answer, 200))
            tokens[i] = answer.Pair().Refresh;
    }

    private async Task RenameAsync(int i)
    {
        var number = Interlocked.Increment(ref attempts);
        var answer = await client.SendAsync(
            HttpMethod.Patch,
            "/v1/me",
            JsonContent.Of(new { name = string.Create(CultureInfo.InvariantCulture, $"Name {number}") }),
            renamed[i],
            header: ("If-Match", "*")
        );
        if (Note(answer, 200))
            names[i] = number;
    }

    private bool Note(Answer answer, int success)
    {
        outcomes.Enqueue(answer.Outcome());
        if (answer.Status != success)
            return false;
        Interlocked.Increment(ref writes);
        return true;
    }

    private static int Number(string name) => int.Parse(name["Name ".Length..], CultureInfo.InvariantCulture);
}
