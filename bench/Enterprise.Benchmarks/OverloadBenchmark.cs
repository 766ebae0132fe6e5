using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace Enterprise.Benchmarks;

/// <summary>
/// What guests notice while others misbehave: <c>GET /v1/me</c> in peace, while a thousand sign in at once, and beside thousands of sockets that
/// send nothing or their headers drop by drop. Against a running program, because what it costs has to be another process's.
/// </summary>
internal static class OverloadBenchmark
{
    private const string Password = "violet-kettle-orbit-93";

    private static readonly TimeSpan Peace = TimeSpan.FromSeconds(6);

    public static async Task<int> RunAsync(string[] options)
    {
        if (Lab.Option(options, "--url") is not { } url)
        {
            await Console.Error.WriteLineAsync("overload needs --url http://127.0.0.1:port of a program that runs.");
            return 64;
        }
        var server = new Uri(url);
        var logins = Lab.Option(options, "--logins", 1000);
        var sockets = Lab.Option(options, "--sockets", 5000);
        var guests = new OverloadGuests(server, await SignInAsync(server));

        await guests.AskAsync(Task.Delay(Peace));
        Write("in peace", await guests.AskAsync(Task.Delay(Peace)));
        for (var wave = 1; wave <= 3; wave++)
        {
            var crowd = new LoginCrowd(server, logins);
            await crowd.ConnectAsync();
            var answers = crowd.RunAsync();
            Write($"beside {logins} logins at once", await guests.AskAsync(answers));
            foreach (var line in (await answers).Lines())
                Console.WriteLine(line);
        }
        Write("in peace again", await guests.AskAsync(Task.Delay(Peace)));
        await using (var idle = new IdleSockets(server))
        {
            await idle.OpenAsync(sockets);
            Write($"beside {sockets} silent and {sockets} slow sockets", await guests.AskAsync(Task.Delay(Peace)));
            Console.WriteLine(
                $"  the last of them was closed after {(await idle.LastClosedAsync()).TotalSeconds:0.0} s"
            );
        }
        return 0;
    }

    private static async Task<string> SignInAsync(Uri server)
    {
        using var client = new HttpClient { BaseAddress = server };
        var email = $"overload-{TimeProvider.System.GetTimestamp().ToString(CultureInfo.InvariantCulture)}@example.com";
        using var registered = await client.PostAsJsonAsync("/v1/auth/register", new { email, password = Password });
        registered.EnsureSuccessStatusCode();
        using var pair = await client.PostAsJsonAsync("/v1/auth/login", new { email, password = Password });
        pair.EnsureSuccessStatusCode();
        return (await pair.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
    }

    private static void Write(string when, OverloadTimes times) =>
        Console.WriteLine(
            FormattableString.Invariant(
                $"GET /v1/me {when}: p50 {times.At(0.5):0.00} ms, p99 {times.At(0.99):0.00} ms, most {times.At(1):0.0} ms, {times.Count} answers, {times.Others} of them not 200"
            )
        );
}
