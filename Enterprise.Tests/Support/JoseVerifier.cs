using System.Diagnostics;
using System.Globalization;
using Enterprise.Tests.Architecture;

namespace Enterprise.Tests.Support;

/// <summary>The npm package <c>jose</c> in a process of its own: an implementation of JOSE that shares nothing with ours.</summary>
internal sealed class JoseVerifier : IAsyncDisposable
{
    private static readonly string Folder = Path.Combine(Solution.Root, "Enterprise.Tests", "Jose");

    private readonly SemaphoreSlim turn = new(1);
    private readonly Process process;

    private JoseVerifier(Process process) => this.process = process;

    /// <summary>Ends the test here where it is missing and may be.</summary>
    public static void Need() =>
        Tools.Need(
            File.Exists(Path.Combine(Folder, "node_modules", "jose", "package.json")),
            "the npm package jose (eng/install-node-packages.sh)"
        );

    /// <summary>Starts it with the key sets of these addresses, each kept for as long.</summary>
    public static JoseVerifier Start(string issuer, string audience, TimeSpan cache, IEnumerable<Uri> keySets)
    {
        var milliseconds = cache.TotalMilliseconds.ToString(CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo("node", ["verify.mjs", issuer, audience, milliseconds])
        {
            UseShellExecute = false,
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var address in keySets)
            start.ArgumentList.Add(address.ToString());
        return new JoseVerifier(Process.Start(start)!);
    }

    /// <summary><c>ok</c>, or the code of its error.</summary>
    public async Task<string> VerifyAsync(string token, DateTimeOffset now)
    {
        await turn.WaitAsync();
        try
        {
            await process.StandardInput.WriteLineAsync($"{now.ToUnixTimeMilliseconds()} {token}");
            return await process.StandardOutput.ReadLineAsync() ?? "gone";
        }
        finally
        {
            turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
        turn.Dispose();
    }
}
