using Enterprise.Api;
using Enterprise.Api.Edge;
using Enterprise.Api.Lifecycle;
using Enterprise.Api.Setup;
using Enterprise.Application;
using Enterprise.Application.Configuration;
using Enterprise.Persistence;

if (args is ["--version"])
    return VersionCommand.Run();
if (args is ["--health" or "--ready"])
    return await ProbeCommand.RunAsync($"/{args[0][2..]}", AppEnvironment.Current(), Console.Error);

try
{
    var builder = EnterpriseHost.CreateBuilder(AppEnvironment.Current(), args);
    builder.AddServer();
    builder.Services.AddTelemetry();
    builder.AddLogs();
    builder.Services.AddApplication();
    builder.Services.AddPersistence();
    builder.Services.AddEdge();
    builder.Services.AddHttp();
    builder.Services.AddLiveMetrics();
    builder.Services.AddBearerAuthentication();
    builder.Services.AddSwagger();
    builder.Services.AddLifecycle();

    await using var app = builder.Build();
    app.Services.DemandValidSettings();
    app.UsePipeline();
    await app.MigrateIfAskedAsync();
    await app.RunAsync();
    return 0;
}
catch (OperationCanceledException)
{
    // Asked to stop before it had started.
    return 0;
}
catch (InvalidSettingsException exception)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return InvalidSettingsException.ExitCode;
}
catch (Exception exception) when (StartFailure.Explain(exception) is { } explanation)
{
    await Console.Error.WriteLineAsync(explanation);
    return StartFailure.ExitCode;
}
