namespace Enterprise.Application.Lists;

/// <summary>What links from one page of a list to the others are made of.</summary>
public interface IListPage
{
    /// <summary>From 1; <c>null</c> where the page was asked for by cursor.</summary>
    int? Page { get; }

    int PageSize { get; }

    /// <summary>How many there are over all pages; <c>null</c> where the page was asked for by cursor.</summary>
    long? Total { get; }

    /// <summary>What to ask for the next page with; <c>null</c> on the last.</summary>
    string? NextCursor { get; }
}
