using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Enterprise.Benchmarks.Fuzz;

/// <summary>
/// Who the requests are sent by: people who register as anybody can. What a request ends or lets expire is made anew from time to
/// time.
/// </summary>
internal sealed class FuzzPeople(Uri server, string? adminToken)
{
    private const string Password = "violet-kettle-orbit-93";

    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(20);

    private readonly string run = TimeProvider.System.GetTimestamp().ToString(CultureInfo.InvariantCulture);
    private int count;

    /// <summary>What stands for the words in braces; another one after each renewal.</summary>
    public IReadOnlyDictionary<string, string> Words { get; private set; } = new Dictionary<string, string>();

    public async Task RenewAsync(CancellationToken ct)
    {
        using var client = new HttpClient { BaseAddress = server };
        var (me, other) = (await NewAsync(client, ct), await NewAsync(client, ct));
        // Each is ended by the first who uses it twice or well: it is nobody's whom others need.
        var (refreshed, spare) = (await NewAsync(client, ct), await NewAsync(client, ct));
        Words = new Dictionary<string, string>
        {
            ["{TOKEN}"] = me.Access,
            ["{REFRESH}"] = refreshed.Refresh,
            ["{ADMIN}"] = adminToken ?? me.Access,
            ["{ID}"] = me.Id,
            ["{OTHER}"] = other.Id,
            ["{SPARE}"] = other.Refresh,
            ["{SPARE_TOKEN}"] = spare.Access,
            ["{NEW}"] = $"new-{run}",
        };
    }

    /// <summary>Renews until it is told to stop.</summary>
    public async Task KeepAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(Renewal);
        while (await timer.WaitForNextTickAsync(ct))
            await RenewAsync(ct);
    }

    private async Task<(string Id, string Access, string Refresh)> NewAsync(HttpClient client, CancellationToken ct)
    {
        var email = $"fuzz-{run}-{count++}@example.com";
        var registered = await PostAsync(client, "/v1/auth/register", email, ct);
        var pair = await PostAsync(client, "/v1/auth/login", email, ct);
        return (
            registered.GetProperty("user_id").GetString()!,
            pair.GetProperty("access_token").GetString()!,
            pair.GetProperty("refresh_token").GetString()!
        );
    }

    private static async Task<JsonElement> PostAsync(HttpClient client, string path, string email, CancellationToken ct)
    {
        var body = JsonSerializer.Serialize(new { email, password = Password });
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), content, ct);
        var text = await answer.Content.ReadAsStringAsync(ct);
        return answer.IsSuccessStatusCode
            ? JsonDocument.Parse(text).RootElement
            : throw new InvalidOperationException($"{path}: {(int)answer.StatusCode} {text}");
    }
}
