using FluentValidation;

namespace Enterprise.Application.Lists;

/// <summary>The rules that lists share.</summary>
public static class PageRules
{
    public const int DefaultSize = 20;
    public const int MaxSize = 100;

    /// <summary>
    /// How far page numbers reach: they are for people, and the database counts its way to each. A cursor gets to the end of any list.
    /// </summary>
    public const int MaxReach = 10_000;

    public static void PageSize<T>(this IRuleBuilderInitial<T, int?> rule) =>
        rule.InclusiveBetween(1, MaxSize)
            .WithErrorCode("out_of_range")
            .WithMessage($"A page has 1 to {MaxSize} entries.");

    public static void PageNumber<T>(
        this IRuleBuilderInitial<T, int?> rule,
        Func<T, int?> size,
        Func<T, string?> cursor
    ) =>
        rule.Cascade(CascadeMode.Stop)
            .InclusiveBetween(1, MaxReach)
            .WithErrorCode("out_of_range")
            .WithMessage($"Pages are numbered from 1, and reach as far as entry {MaxReach}; a cursor reaches further.")
            .Must((query, page) => page is null || (long)page.Value * (size(query) ?? DefaultSize) <= MaxReach)
            .WithErrorCode("out_of_range")
            .WithMessage($"Page numbers reach as far as entry {MaxReach}; a cursor reaches further.")
            .Must((query, page) => page is null || cursor(query) is null)
            .WithErrorCode("with_cursor")
            .WithMessage("A page is asked for by its number or by a cursor, not by both.");
}
