using Enterprise.Benchmarks;

switch (args)
{
    case ["argon2", .. string[] options]:
        return Argon2Benchmark.Run(options);
    case ["refresh", .. string[] options]:
        return await RefreshBenchmark.RunAsync(options);
    default:
        Console.Error.WriteLine(
            """
            Usage: dotnet run -c Release --project bench/Enterprise.Benchmarks -- <verb>
              refresh [--rounds n] [--clients n] [--refreshes n]
              argon2 [--memory KiB] [--passes n] [--rounds n] [--native path.so]
            """
        );
        return 64;
}
