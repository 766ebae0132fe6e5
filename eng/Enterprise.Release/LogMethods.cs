using System.Text;

namespace Enterprise.Release;

/// <summary>
/// The source of log methods, in one order. The generator of .NET 10 writes its classes in another order with each build
/// (https://github.com/dotnet/runtime/issues/119587, mended in .NET 11), and nothing after it can mend that.
/// </summary>
internal static class LogMethods
{
    private const string Name = "LoggerMessage.g.cs";
    private const string NamespaceStart = "namespace ";

    /// <summary>Puts what the generator wrote beside the sources of each project, in order; gives how many files that were.</summary>
    public static int Write(string source)
    {
        var written = 0;
        foreach (var project in Directory.EnumerateDirectories(source))
        {
            var generated = new DirectoryInfo(Path.Combine(project, "obj"));
            if (!generated.Exists)
                continue;
            foreach (var file in generated.EnumerateFiles(Name, SearchOption.AllDirectories))
            {
                File.WriteAllText(Path.Combine(project, Name), Sort(File.ReadAllText(file.FullName)));
                written++;
            }
        }
        return written;
    }

    /// <summary>The same text with its namespaces, each of which has one class, in the order of their letters.</summary>
    public static string Sort(string text)
    {
        var head = new StringBuilder();
        List<StringBuilder> blocks = [];
        foreach (var line in text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'))
        {
            if (line.StartsWith(NamespaceStart, StringComparison.Ordinal))
                blocks.Add(new StringBuilder());
            (blocks.Count == 0 ? head : blocks[^1]).Append(line).Append('\n');
        }
        return head + string.Concat(blocks.Select(block => block.ToString()).Order(StringComparer.Ordinal));
    }
}
