using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Enterprise.Tests.Support.Proxies;

/// <summary>nginx or Caddy, with the files that ship, in front of instances of the caller's.</summary>
internal sealed class ProxyProcess : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> lines = [];
    private readonly ProxyPlace place;
    private readonly Process process;

    private ProxyProcess(ProxyKind kind, ProxyPlace place)
    {
        Kind = kind;
        this.place = place;
        var start = StartInfo(kind, place, "run");
        start.UseShellExecute = false;
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public ProxyKind Kind { get; }

    /// <summary>Where plain HTTP is answered.</summary>
    public Uri Http => place.Http;

    /// <summary>Where the API is served.</summary>
    public Uri Https => place.Https;

    /// <summary>What it wrote so far: its access log and its errors.</summary>
    public IReadOnlyCollection<string> Lines => lines;

    /// <summary>nginx's file of instances, a <c>server</c> line each.</summary>
    public string UpstreamsFile => place.UpstreamsFile;

    /// <summary>A command that has nginx read its files again.</summary>
    public string ReloadCommand => $"kill -HUP {process.Id.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Starts it and waits until it takes connections.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="upstreams">The instances; host and port count.</param>
    public static async Task<ProxyProcess> StartAsync(ProxyKind kind, params Uri[] upstreams)
    {
        var proxy = new ProxyProcess(kind, new ProxyPlace(kind, upstreams));
        var listens = await Eventually.StartedAsync(
            async () => proxy.process.HasExited || (await IsOpenAsync(proxy.Https) && await IsOpenAsync(proxy.Http)),
            isDecided => isDecided
        );
        if (listens && !proxy.process.HasExited)
            return proxy;
        var said = string.Join('\n', proxy.lines);
        await proxy.DisposeAsync();
        throw new AssertionException($"{kind} did not start: {said}");
    }

    /// <summary>Checks the files that ship with the program's own check; gives its exit code and what it said.</summary>
    public static async Task<(int Code, string Said)> CheckAsync(ProxyKind kind)
    {
        using var place = new ProxyPlace(kind, [new Uri("http://127.0.0.1:8080")]);
        return await RunAsync(kind, place, "check");
    }

    /// <summary>Has it read its files again, with these instances; requests at work go on.</summary>
    public async Task ReloadAsync(params Uri[] upstreams)
    {
        place.SetUp(upstreams);
        var (code, said) = await RunAsync(Kind, place, "reload");
        Assert.That(code, Is.Zero, said);
    }

    /// <summary>A client that takes the proxy's certificate and no other, follows no redirect and unpacks nothing.</summary>
    public HttpClient CreateClient(Version? version = null) =>
        new(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseProxy = false,
                AutomaticDecompression = DecompressionMethods.None,
                SslOptions = Tls(),
            }
        )
        {
            BaseAddress = Https,
            DefaultRequestVersion = version ?? HttpVersion.Version11,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Timeout = Wait.Bound,
        };

    /// <summary>How to speak TLS with it.</summary>
    public SslClientAuthenticationOptions Tls() =>
        new()
        {
            TargetHost = "localhost",
            RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                certificate?.GetCertHashString(HashAlgorithmName.SHA256) == place.Thumbprint,
        };

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            // nginx ends its workers by that; killed, it would leave them.
            await Signals.TerminateAsync(process);
            using var limit = new CancellationTokenSource(Wait.Bound);
            try
            {
                await process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }
        }
        process.Dispose();
        place.Dispose();
    }

    private static async Task<bool> IsOpenAsync(Uri address)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, address.Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static async Task<(int Code, string Said)> RunAsync(ProxyKind kind, ProxyPlace place, string what)
    {
        var answer = await ToolProcess.RunAsync(StartInfo(kind, place, what));
        return (answer.Code, answer.Said);
    }

    private static ProcessStartInfo StartInfo(ProxyKind kind, ProxyPlace place, string what)
    {
        string[] nginx = ["-e", "stderr", "-c", place.ConfigFile, "-g", $"pid {place.PidFile};"];
        string[] caddy = ["--adapter", "caddyfile", "--config", place.ConfigFile];
        var start = (kind, what) switch
        {
            (ProxyKind.Nginx, "run") => new ProcessStartInfo(
                ProxyPrograms.Nginx,
                [.. nginx[..^1], $"daemon off; {nginx[^1]}"]
            ),
            (ProxyKind.Nginx, "check") => new ProcessStartInfo(ProxyPrograms.Nginx, ["-t", .. nginx]),
            (ProxyKind.Nginx, _) => new ProcessStartInfo(ProxyPrograms.Nginx, ["-s", "reload", .. nginx]),
            (_, "check") => new ProcessStartInfo(ProxyPrograms.Caddy, ["validate", .. caddy]),
            (_, "reload") => new ProcessStartInfo(
                ProxyPrograms.Caddy,
                ["reload", "--address", place.Environment["CADDY_ADMIN"], .. caddy]
            ),
            _ => new ProcessStartInfo(ProxyPrograms.Caddy, [what, .. caddy]),
        };
        foreach (var (name, value) in place.Environment)
            start.Environment[name] = value;
        return start;
    }

    private void Keep(string? line)
    {
        if (line is not null)
            lines.Enqueue(line);
    }
}
