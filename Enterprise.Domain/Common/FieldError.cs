namespace Enterprise.Domain.Common;

/// <summary>One broken rule of one field.</summary>
/// <param name="Field">The member's name on the wire (snake_case).</param>
/// <param name="Code">Stable and machine-readable: <c>required</c>, <c>too_long</c>, <c>common_password</c> ...</param>
/// <param name="Message">One sentence for a person; it never repeats the value.</param>
public readonly record struct FieldError(string Field, string Code, string Message);
