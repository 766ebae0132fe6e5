using Enterprise.Release.Bom;

namespace Enterprise.Release;

/// <summary>What eng/publish and the release workflow call. It runs in the root of the checkout.</summary>
internal static class ReleaseProgram
{
    private const int BadUsage = 64;

    private const string Usage = """
        Usage: eng/publish.sh [publish] [--runtime RID]... [--output FOLDER] [--allow-dirty]
               eng/publish.sh version [TAG] | notes | stamp | sbom

          publish   archives, bill of materials and SHA256SUMS into artifacts/ (the default)
                    --runtime      linux-x64, linux-arm64 or win-x64; all three where none is named
                    --allow-dirty  what is not committed goes in too, and the version ends with -dirty
          version   prints the version after checking it against CHANGELOG.md and TAG, or the tags of this commit
          notes     prints what CHANGELOG.md says about the version
          stamp     prints version, commit and time of the commit as NAME=value
          sbom      prints the bill of materials (CycloneDX 1.6)

        Exit codes: 0 done, 64 wrong usage, 65 the checkout cannot be released, 69 something that is needed is missing.
        """;

    private static async Task<int> Main(string[] args)
    {
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;
            stop.Cancel();
        };
        try
        {
            return await RunAsync(args, stop.Token);
        }
        catch (ReleaseException refused)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return refused.ExitCode;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 130;
        }
    }

    private static async Task<int> RunAsync(string[] args, CancellationToken ct)
    {
        var checkout = new Checkout(Directory.GetCurrentDirectory());
        switch (args)
        {
            case ["--help" or "-h"]:
                Console.Out.WriteLine(Usage);
                return 0;
            case ["version"] or ["version", _]:
                Console.Out.WriteLine(await checkout.CheckVersionAsync(args.ElementAtOrDefault(1), ct));
                return 0;
            case ["notes"]:
                await checkout.CheckVersionAsync(null, ct);
                Console.Out.WriteLine(checkout.Changes());
                return 0;
            case ["stamp"]:
                await checkout.CheckVersionAsync(null, ct);
                Console.Out.WriteLine((await checkout.ReadAsync(allowDirty: true, ct)).Lines);
                return 0;
            case ["sbom"]:
                Console.Out.Write(
                    BillOfMaterials.Make(
                        checkout.Root,
                        await checkout.ReadAsync(allowDirty: true, ct),
                        await checkout.SdkAsync(ct)
                    )
                );
                return 0;
            default:
                if (PublishOptions.Parse(args) is not { } options)
                {
                    await Console.Error.WriteLineAsync(Usage);
                    return BadUsage;
                }
                await new Publisher(checkout, options).RunAsync(ct);
                return 0;
        }
    }
}
