namespace Enterprise.Domain.Common;

/// <summary>The value of an operation that gives nothing but its success.</summary>
public readonly record struct Unit;
