namespace Enterprise.Application.Lists;

/// <summary>Where a page of a list ended: the place of its last thing in the order of the list.</summary>
/// <param name="Key">What the list is sorted by, of that thing; empty where the id alone decides.</param>
/// <param name="Id">Of that thing; it decides between those with the same key.</param>
public sealed record Position(string Key, Guid Id);
