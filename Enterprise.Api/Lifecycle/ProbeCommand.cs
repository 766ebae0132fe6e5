using System.Net;
using Enterprise.Api.Setup;
using Enterprise.Application.Configuration;

namespace Enterprise.Api.Lifecycle;

/// <summary>
/// <c>--health</c> and <c>--ready</c>: asks the running program of the same settings, and ends with 0 where it says yes. For container engines, whose images
/// hold no other program that speaks HTTP.
/// </summary>
internal static class ProbeCommand
{
    private const int No = 1;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(4);

    public static async Task<int> RunAsync(string path, AppEnvironment environment, TextWriter errors)
    {
        if (AddressOf(environment) is not { } address)
            return await FailAsync(
                errors,
                "APP_SERVER__HOST and APP_SERVER__PORT do not say where the program listens."
            );
        // Its own machine is never behind the proxy that the environment may name.
        using var direct = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false };
        using var client = new HttpClient(direct) { Timeout = Limit };
        try
        {
            using var answer = await client.GetAsync(new Uri(address, path), HttpCompletionOption.ResponseHeadersRead);
            return answer.IsSuccessStatusCode
                ? 0
                : await FailAsync(errors, $"{path} answered {(int)answer.StatusCode}.");
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return await FailAsync(errors, $"{path} did not answer at {address}.");
        }
    }

    /// <summary>Where the program of these settings can be reached from its own machine; <c>null</c> where they do not tell.</summary>
    internal static Uri? AddressOf(AppEnvironment environment)
    {
        var settings = new ConfigurationBuilder()
            .AddSettingsSources(environment, Path.Combine(AppContext.BaseDirectory, "appsettings"), [])
            .Build()
            .GetSection(ServerOptions.Section);
        var (host, port) = (settings[nameof(ServerOptions.Host)], settings[nameof(ServerOptions.Port)]);
        if (!ushort.TryParse(port, out var number) || number == 0)
            return null;
        return IPAddress.TryParse(host, out var address) ? new UriBuilder("http", Reachable(address), number).Uri
            : host is "*" or "localhost" ? new UriBuilder("http", "localhost", number).Uri
            : null;
    }

    private static string Reachable(IPAddress address) =>
        address.Equals(IPAddress.Any) ? IPAddress.Loopback.ToString()
        : address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback.ToString()
        : address.ToString();

    private static async Task<int> FailAsync(TextWriter errors, string message)
    {
        await errors.WriteLineAsync(message);
        return No;
    }
}
