namespace Enterprise.Domain.Roles;

/// <summary>What a role is for: at most 256 characters (code points) without control characters; it may be empty.</summary>
public static class RoleDescription
{
    public const int MaxLength = 256;

    public static bool IsValid(string text) =>
        // A character has at most two units, so that a long text is not counted.
        text.Length
            <= 2 * MaxLength
        && text.EnumerateRunes().Count() <= MaxLength
        && !text.Any(char.IsControl);
}
