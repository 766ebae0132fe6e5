using FluentValidation;
using FluentValidation.Validators;

namespace Enterprise.Application.Validation;

/// <summary>
/// The bounds of a text, for those who ask a validator what it would accept: the interface's documentation. A rule states its
/// shape beside its check, so that the two are changed together.
/// </summary>
/// <param name="MinLength">In characters (code points).</param>
/// <param name="MaxLength">In characters (code points).</param>
/// <param name="Format">A format of JSON Schema, such as <c>email</c>.</param>
/// <param name="Pattern">A regular expression of JSON Schema.</param>
public sealed record TextShape(int? MinLength, int MaxLength, string? Format = null, string? Pattern = null);

/// <summary>A rule that says which texts it accepts.</summary>
public interface ITextShapeRule
{
    TextShape Shape { get; }
}

/// <summary>Carries a <see cref="TextShape"/>; it refuses nothing.</summary>
internal sealed class TextShapeRule<T, TProperty>(TextShape shape) : PropertyValidator<T, TProperty>, ITextShapeRule
{
    public override string Name => nameof(TextShapeRule<,>);

    public TextShape Shape => shape;

    public override bool IsValid(ValidationContext<T> context, TProperty value) => true;
}
