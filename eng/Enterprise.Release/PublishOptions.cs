namespace Enterprise.Release;

/// <summary>What to publish.</summary>
/// <param name="Runtimes">Runtime identifiers, without repetition, in the order of <see cref="Known"/>.</param>
/// <param name="Output">Folder for what is made, within the checkout or anywhere.</param>
/// <param name="AllowDirty">Whether what is not committed goes in too.</param>
internal sealed record PublishOptions(IReadOnlyList<string> Runtimes, string Output, bool AllowDirty)
{
    /// <summary>The platforms of a release, as Directory.Build.props and the lock files name them.</summary>
    public static IReadOnlyList<string> Known { get; } = ["linux-x64", "linux-arm64", "win-x64"];

    /// <summary>Reads a command line; nothing where it cannot be understood.</summary>
    public static PublishOptions? Parse(IReadOnlyList<string> args)
    {
        HashSet<string> runtimes = new(StringComparer.Ordinal);
        var output = "artifacts";
        var allowDirty = false;
        var rest = new Queue<string>(args.Count > 0 && args[0] == "publish" ? args.Skip(1) : args);
        while (rest.TryDequeue(out var name))
        {
            if (name == "--allow-dirty")
                allowDirty = true;
            else if (name == "--output" && rest.TryDequeue(out var folder) && folder.Length > 0)
                output = folder;
            else if (name == "--runtime" && rest.TryDequeue(out var runtime) && Known.Contains(runtime))
                runtimes.Add(runtime);
            else
                return null;
        }
        return new PublishOptions(
            runtimes.Count == 0 ? Known : [.. Known.Where(runtimes.Contains)],
            output,
            allowDirty
        );
    }
}
