using System.Globalization;

namespace Enterprise.Migrations.Local;

/// <summary><c>local start|stop|url|reset</c>: the private server of a developer's machine. Exit codes as in sysexits.h.</summary>
internal static class LocalCommand
{
    public const int Ok = 0;
    public const int Usage = 64;
    public const int Unavailable = 69;

    private const string Help = """
        local start [--owner PID] [--print-url] [--folder F]   starts the private PostgreSQL server, or joins the one that runs;
                                                               with an owner it stops when that process ends
        local stop [--owner PID] [--folder F]                  stops it; with an owner only if nobody else needs it
        local url [--folder F]                                 prints its postgres:// URL, password included
        local reset [--folder F]                               stops it and deletes its data
        """;

    /// <summary>Carries out what follows the word <c>local</c>; returns the exit code.</summary>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments,
        TextWriter output,
        TextWriter errors,
        CancellationToken ct
    )
    {
        try
        {
            var request = Parse(arguments, Environment.CurrentDirectory);
            return request is null ? await RefuseAsync(errors, Help) : await RunAsync(request, output, errors, ct);
        }
        catch (LocalServerException e)
        {
            await errors.WriteLineAsync(e.Message);
            return Unavailable;
        }
        catch (UnauthorizedAccessException e)
        {
            await errors.WriteLineAsync(
                $"{e.Message} The folder belongs to another user: run as that user or name another --folder."
            );
            return Unavailable;
        }
    }

    private static async Task<int> RunAsync(Request request, TextWriter output, TextWriter errors, CancellationToken ct)
    {
        var options = new LocalServerOptions(request.Folder) { OwnerProcessId = request.Owner };
        switch (request.Verb)
        {
            case "start" when request.Owner is { } owner && Processes.NameOf(owner) is null:
                return await RefuseAsync(errors, "There is no process with the number given as --owner.");
            case "start":
                var started = await LocalServer.StartAsync(options, ct);
                await errors.WriteLineAsync(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"PostgreSQL listens on 127.0.0.1:{started.Port}; its log: {started.LogFile}"
                    )
                );
                if (request.PrintUrl)
                    await output.WriteLineAsync(started.Url);
                return Ok;
            case "stop":
                await LocalServer.StopAsync(options, request.Owner, ct);
                return Ok;
            case "reset":
                await LocalServer.ResetAsync(options, ct);
                return Ok;
            default:
                if (await LocalServer.FindAsync(options, ct) is not { } server)
                {
                    throw new LocalServerException(
                        "The private server does not run. Start it: dotnet run --project Migrations -- local start"
                    );
                }
                await output.WriteLineAsync(server.Url);
                return Ok;
        }
    }

    private static async Task<int> RefuseAsync(TextWriter errors, string text)
    {
        await errors.WriteLineAsync(text);
        return Usage;
    }

    private static Request? Parse(IReadOnlyList<string> arguments, string currentDirectory)
    {
        if (arguments.Count == 0 || arguments[0] is not ("start" or "stop" or "url" or "reset"))
            return null;
        var request = new Request(arguments[0], Folder: "", Owner: null, PrintUrl: false);
        for (var i = 1; i < arguments.Count; i++)
        {
            var value = i + 1 < arguments.Count ? arguments[i + 1] : null;
            switch (arguments[i])
            {
                case "--print-url" when request.Verb is "start":
                    request = request with { PrintUrl = true };
                    break;
                case "--folder" when !string.IsNullOrWhiteSpace(value):
                    request = request with { Folder = value };
                    i++;
                    break;
                case "--owner" when request.Verb is "start" or "stop" && ProcessNumber(value) is { } owner:
                    request = request with { Owner = owner };
                    i++;
                    break;
                default:
                    return null;
            }
        }
        return request.Folder.Length > 0 ? request : request with { Folder = DefaultFolder(currentDirectory) };
    }

    private static int? ProcessNumber(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : null;

    private static string DefaultFolder(string currentDirectory)
    {
        for (var folder = new DirectoryInfo(currentDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Enterprise.Api.sln")))
                return Path.Combine(folder.FullName, ".local", "postgres");
        }
        throw new LocalServerException(
            "Enterprise.Api.sln is in none of the folders above: go into the clone, or name a --folder."
        );
    }

    private sealed record Request(string Verb, string Folder, int? Owner, bool PrintUrl);
}
