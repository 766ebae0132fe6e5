using Enterprise.Benchmarks;
using Enterprise.Benchmarks.Fuzz;

switch (args)
{
    case ["argon2", .. string[] options]:
        return Argon2Benchmark.Run(options);
    case ["refresh", .. string[] options]:
        return await RefreshBenchmark.RunAsync(options);
    case ["users", .. string[] options]:
        return await UsersBenchmark.RunAsync(options);
    case ["tokens", .. string[] options]:
        return TokensBenchmark.Run(options);
    case ["metrics", .. string[] options]:
        return MetricsBenchmark.Run(options);
    case ["fuzz", .. string[] options]:
        return await FuzzRun.RunAsync(options);
    case ["telemetry", .. string[] options]:
        return await TelemetryBenchmark.RunAsync(options);
    case ["overload", .. string[] options]:
        return await OverloadBenchmark.RunAsync(options);
    default:
        Console.Error.WriteLine(
            """
            Usage: dotnet run -c Release --project bench/Enterprise.Benchmarks -- <verb>
              refresh [--rounds n] [--clients n] [--refreshes n]
              users [--people n] [--rounds n] [--requests n] [--clients n] [--reads n]
              argon2 [--memory KiB] [--passes n] [--rounds n] [--native path.so]
              tokens [--rounds n]
              telemetry [--rounds n] [--clients n] [--requests n]
              metrics [--rounds n]
              overload --url http://host:port [--logins n] [--sockets n]
              fuzz [--requests n] [--seed n] [--seconds n] [--connections n] [--url http://host:port] [--token t] [--only n]
            """
        );
        return 64;
}
