using Enterprise.Release.Archives;
using Enterprise.Release.Bom;

namespace Enterprise.Release;

/// <summary>
/// Builds what is released. It builds a copy of what git knows, in a folder of its own: what lies about in the checkout, and where that is,
/// cannot get into a build.
/// </summary>
internal sealed class Publisher(Checkout checkout, PublishOptions options)
{
    // A release is built from the lock files of the repository, whatever this shell is set to.
    private static readonly Dictionary<string, string?> Environment = new()
    {
        ["CI"] = "true",
        ["FullRegistry"] = null,
        ["DOTNET_NOLOGO"] = "1",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
    };

    private readonly string output = Path.GetFullPath(Path.Combine(checkout.Root, options.Output));

    public async Task RunAsync(CancellationToken ct)
    {
        await checkout.CheckVersionAsync(null, ct);
        var stamp = await checkout.ReadAsync(options.AllowDirty, ct);
        var work = Directory.CreateTempSubdirectory("enterprise-release-").FullName;
        try
        {
            var source = Directory.CreateDirectory(Path.Combine(work, "source")).FullName;
            await checkout.CopyAsync(stamp, source, ct);
            Say($"{stamp.Version}, commit {stamp.Commit}: packages");
            await DotnetAsync(source, ["restore", "Enterprise.Api", "--locked-mode", "-p:PublishReadyToRun=true"], ct);
            Say("log methods");
            await DotnetAsync(
                source,
                [
                    "build",
                    "Enterprise.Api",
                    "--no-restore",
                    "-c",
                    "Release",
                    "-p:EmitCompilerGeneratedFiles=true",
                    "-p:RunAnalyzers=false",
                ],
                ct
            );
            if (LogMethods.Write(source) == 0)
                throw new ReleaseException("The generator of log methods wrote none.");
            Directory.CreateDirectory(output);
            var bill = Path.Combine(output, $"{Stamp.Product}-{stamp.Version}.cdx.json");
            await File.WriteAllTextAsync(bill, BillOfMaterials.Make(source, stamp, await checkout.SdkAsync(ct)), ct);

            List<string> made = [Path.GetFileName(bill)];
            foreach (var runtime in options.Runtimes)
                made.Add(await PublishAsync(source, Path.Combine(work, runtime), runtime, stamp, bill, ct));
            await Sums.WriteAsync(output, made, ct);
            foreach (var name in made.Append(Sums.Name))
                Console.Out.WriteLine(Path.Combine(output, name));
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private async Task<string> PublishAsync(
        string source,
        string folder,
        string runtime,
        Stamp stamp,
        string bill,
        CancellationToken ct
    )
    {
        Say($"building for {runtime}");
        await DotnetAsync(
            source,
            [
                "publish",
                "Enterprise.Api",
                "--no-restore",
                "-c",
                "Release",
                "-r",
                runtime,
                "--self-contained",
                "false",
                "-o",
                folder,
                "-p:PublishReadyToRun=true",
                "-p:TieredPGO=true",
                // For IIS, which nobody here has tried.
                "-p:IsTransformWebConfigDisabled=true",
                // The tests' build has asked them; here they would only take time.
                "-p:RunAnalyzers=false",
                "-p:LogMethodsAreWritten=true",
                // Where this is built is neither in an assembly nor in its symbols.
                $"-p:PathMap={source}{Path.DirectorySeparatorChar}=/_/",
                "-p:DeterministicSourcePaths=false",
                "-p:EnableSourceLink=false",
                "-p:EnableSourceControlManagerQueries=false",
                $"-p:Version={stamp.Version}",
                $"-p:SourceRevisionId={stamp.Commit}",
                $"-p:BuiltAt={stamp.BuiltAt}",
            ],
            ct
        );
        Contents.Complete(source, folder, bill);
        var name = stamp.Name(runtime);
        var files = ArchiveFile.Of(folder, name);
        Contents.Check(files);
        var archive = name + (runtime.StartsWith("win-", StringComparison.Ordinal) ? ".zip" : ".tar.gz");
        await Archive.WriteAsync(Path.Combine(output, archive), files, stamp.CommittedAt, ct);
        return archive;
    }

    private static async Task DotnetAsync(string folder, string[] arguments, CancellationToken ct) =>
        await Tool.RunAsync(
            folder,
            "dotnet",
            // A server that builds would keep hold of the folder, which goes when this is done.
            [.. arguments, "--disable-build-servers", "-v", "quiet"],
            Environment,
            ct
        );

    private static void Say(string text) => Console.Error.WriteLine($"== {text}");
}
