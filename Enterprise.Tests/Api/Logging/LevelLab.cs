using Enterprise.Api.Logging;
using Enterprise.Api.Setup;
using Enterprise.Application.Configuration;
using Enterprise.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Enterprise.Tests.Api.Logging;

/// <summary>Logging as the program composes it, on a folder of settings of its own and a clock that a test moves.</summary>
internal sealed class LevelLab : IAsyncDisposable
{
    public const string Category = "Enterprise.Api.Http.Probe";
    public const string Shipped = """{"Logging":{"LogLevel":{"Default":"Information","Microsoft":"Warning"}}}""";

    private readonly ManualClock clock = new();
    private readonly WebApplication app;
    private readonly LevelReloader reloader;

    private LevelLab(TempFolder folder, IReadOnlyDictionary<string, string> variables)
    {
        Folder = folder;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddSettingsSources(
            new AppEnvironment("Staging", variables, Checkout: null),
            folder.Path,
            []
        );
        builder.AddLogs();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddSingleton<ILoggerProvider>(Logs);
        app = builder.Build();
        reloader = app.Services.GetServices<IHostedService>().OfType<LevelReloader>().Single();
    }

    public TempFolder Folder { get; }

    public LogSink Logs { get; } = new();

    public IConfiguration Configuration => app.Configuration;

    public IEnumerable<string> Faults => app.Services.GetRequiredService<SettingsReport>().Faults();

    public static async Task<LevelLab> StartAsync(
        string shipped = Shipped,
        Action<TempFolder>? prepare = null,
        params (string Name, string Value)[] variables
    )
    {
        var folder = new TempFolder();
        folder.Write("appsettings.json", shipped);
        prepare?.Invoke(folder);
        var lab = new LevelLab(
            folder,
            variables.ToDictionary(
                one => one.Name,
                one => one.Value.Replace("{folder}", folder.Path, StringComparison.Ordinal)
            )
        );
        await lab.reloader.StartAsync(CancellationToken.None);
        await lab.WaitsAsync();
        return lab;
    }

    /// <summary>Lets the files be looked at.</summary>
    public async Task LookAsync()
    {
        clock.Advance(LevelReloader.Interval);
        await WaitsAsync();
    }

    /// <summary>The lowest level that is written.</summary>
    public LogLevel Level(string category = Category)
    {
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(category);
        return Enum.GetValues<LogLevel>().First(level => level == LogLevel.None || logger.IsEnabled(level));
    }

    public int Count(string text) => Logs.Lines.Count(line => line.Contains(text, StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        await reloader.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
        Folder.Dispose();
    }

    private Task WaitsAsync() => Wait.UntilAsync(() => clock.Timers == 1);
}
