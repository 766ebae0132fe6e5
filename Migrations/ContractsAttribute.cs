namespace Enterprise.Migrations;

/// <summary>
/// On a migration that takes away what an older program may still use: a drop, a rename, a stricter rule. It says what left the code, and
/// in which release, so that whoever reviews it can look there. A test refuses such a migration without it, and one that names the release
/// being made: two versions run at once during an upgrade, and the older one of them would break.
/// </summary>
/// <param name="what">What no program reads or writes any more: <c>column users.nickname</c>.</param>
/// <param name="leftIn">The release that no longer used it, already out: <c>0.2.0</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ContractsAttribute(string what, string leftIn) : Attribute
{
    /// <summary>What no program reads or writes any more.</summary>
    public string What { get; } = what;

    /// <summary>The release that no longer used it: <c>major.minor.patch</c>.</summary>
    public string LeftIn { get; } = leftIn;
}
