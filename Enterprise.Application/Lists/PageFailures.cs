using Enterprise.Domain.Common;

namespace Enterprise.Application.Lists;

/// <summary>Refusals that lists share.</summary>
public static class PageFailures
{
    public static readonly Failure InvalidCursor = RequestFailures.Invalid([
        new FieldError(
            "cursor",
            "invalid_cursor",
            "This is no cursor of this list, or not with these parameters; begin without one."
        ),
    ]);
}
