using System.Text.Json;
using Enterprise.Application.Sessions;
using Enterprise.Application.Sessions.Keys;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Application.Sessions.Keys;

/// <summary>A ring file of its own, with ES256 key a active.</summary>
internal sealed class ReloadLab : IDisposable
{
    private readonly TempFolder folder = new();

    public ReloadLab()
    {
        Options = KeyLab.Options();
        Options.KeysFile = Path.Combine(folder.Path, "ring.json");
        Write(("a", KeyLab.EcPem, true));
        Keys = KeyLab.Ring(Options, Clock);
    }

    public ManualClock Clock { get; } = new();
    public JwtOptions Options { get; }
    public SigningKeys Keys { get; }

    public void Write(params (string Kid, string Pem, bool Active)[] keys) =>
        WriteText(
            JsonSerializer.Serialize(
                new
                {
                    keys = keys.Select(key => new
                    {
                        kid = key.Kid,
                        algorithm = "ES256",
                        pem = key.Pem,
                        active = key.Active,
                    }),
                }
            )
        );

    public void WriteText(string text) => File.WriteAllText(Options.KeysFile, text);

    /// <summary>Lets the reloader look once, and waits until it waits again.</summary>
    public async Task LookAsync()
    {
        await WaitsAsync();
        Clock.Advance(TimeSpan.FromSeconds(5));
        await WaitsAsync();
    }

    private Task WaitsAsync() => Wait.UntilAsync(() => Clock.Timers == 1);

    public void Dispose()
    {
        Keys.Dispose();
        folder.Dispose();
    }
}
