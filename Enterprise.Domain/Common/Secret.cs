using System.Diagnostics;

namespace Enterprise.Domain.Common;

/// <summary>
/// Text that must not be seen: it prints as <c>***</c> wherever it is logged, formatted or shown by a debugger, also as a
/// member of a record.
/// </summary>
[DebuggerDisplay("***")]
public sealed class Secret(string text)
{
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly string text = text;

    /// <summary>The text itself, for the one place that hashes, signs or sends it.</summary>
    public string Reveal() => text;

    public override string ToString() => "***";
}
