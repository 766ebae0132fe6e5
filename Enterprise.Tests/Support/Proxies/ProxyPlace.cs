using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Enterprise.Migrations.Local;
using Enterprise.Tests.Architecture;

namespace Enterprise.Tests.Support.Proxies;

/// <summary>
/// A folder with what ships for a proxy, set up for this machine as an operator would: addresses, ports and a certificate, and nothing
/// else. For nginx they go into the files below <c>site/</c>, for Caddy into its environment.
/// </summary>
internal sealed class ProxyPlace : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly ProxyKind kind;
    private readonly int plainPort = FreePort.Find(null);
    private readonly int port = FreePort.Find(null);
    private readonly int adminPort = FreePort.Find(null);

    public ProxyPlace(ProxyKind kind, IReadOnlyList<Uri> upstreams)
    {
        this.kind = kind;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddHours(-1), now.AddDays(1));
        Thumbprint = certificate.GetCertHashString(HashAlgorithmName.SHA256);
        CertificateFile = folder.Write("tls/tls.crt", certificate.ExportCertificatePem());
        KeyFile = folder.Write("tls/tls.key", key.ExportPkcs8PrivateKeyPem());
        SetUp(upstreams);
    }

    public Uri Http => new($"http://127.0.0.1:{plainPort}");

    public Uri Https => new($"https://127.0.0.1:{port}");

    /// <summary>SHA-256 of the certificate, in hexadecimal.</summary>
    public string Thumbprint { get; }

    public string PidFile => Path.Combine(folder.Path, "proxy.pid");

    /// <summary>The proxy's main file.</summary>
    public string ConfigFile => Path.Combine(folder.Path, kind == ProxyKind.Nginx ? "nginx.conf" : "Caddyfile");

    /// <summary>nginx's file of instances.</summary>
    public string UpstreamsFile => Path.Combine(folder.Path, "site/upstreams.conf");

    /// <summary>What Caddy is told.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    private string CertificateFile { get; }

    private string KeyFile { get; }

    /// <summary>Writes which instances there are.</summary>
    public void SetUp(IReadOnlyList<Uri> upstreams)
    {
        if (kind == ProxyKind.Nginx)
            SetUpNginx(upstreams);
        else
            SetUpCaddy(upstreams);
    }

    public void Dispose() => folder.Dispose();

    private void SetUpNginx(IReadOnlyList<Uri> upstreams)
    {
        var shipped = Path.Combine(Solution.Root, "deploy/nginx");
        foreach (var file in Directory.EnumerateFiles(shipped, "*.conf"))
            folder.Write(Path.GetFileName(file), File.ReadAllText(file));
        Write("log.conf");
        Write("http.conf", ("listen 8080", $"listen 127.0.0.1:{plainPort}"), ("port \"\"", $"port \":{port}\""));
        Write(
            "https.conf",
            ("listen 8443", $"listen 127.0.0.1:{port}"),
            ("/run/secrets/tls.crt", CertificateFile),
            ("/run/secrets/tls.key", KeyFile)
        );
        const string line = "server api:8080 max_fails=0;";
        Write(
            "upstreams.conf",
            (line, string.Join('\n', upstreams.Select(upstream => line.Replace("api:8080", upstream.Authority))))
        );

        void Write(string name, params (string Shipped, string Here)[] changes)
        {
            var text = File.ReadAllText(Path.Combine(shipped, "site", name));
            foreach (var (from, to) in changes)
            {
                Assert.That(text, Does.Contain(from), $"{name} says something else than this test thinks.");
                text = text.Replace(from, to);
            }
            folder.Write($"site/{name}", text);
        }
    }

    private void SetUpCaddy(IReadOnlyList<Uri> upstreams)
    {
        folder.Write("Caddyfile", File.ReadAllText(Path.Combine(Solution.Root, "deploy/caddy/Caddyfile")));
        Environment["SITE_ADDRESS"] = "https://127.0.0.1, https://localhost";
        Environment["TLS"] = $"{CertificateFile} {KeyFile}";
        Environment["API_UPSTREAMS"] = string.Join(' ', upstreams.Select(upstream => upstream.Authority));
        Environment["HTTP_PORT"] = plainPort.ToString(CultureInfo.InvariantCulture);
        Environment["HTTPS_PORT"] = port.ToString(CultureInfo.InvariantCulture);
        Environment["REDIRECT_PORT"] = $":{port}";
        Environment["CADDY_ADMIN"] = $"127.0.0.1:{adminPort}";
        Environment["HOME"] = folder.Path;
        Environment["XDG_DATA_HOME"] = Path.Combine(folder.Path, "data");
        Environment["XDG_CONFIG_HOME"] = Path.Combine(folder.Path, "config");
    }
}
