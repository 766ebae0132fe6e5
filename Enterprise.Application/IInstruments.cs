namespace Enterprise.Application;

/// <summary>Makes instruments. A host makes all that are registered when it starts, so that what is observed is there before any request.</summary>
public interface IInstruments
{
    /// <summary>
    /// Adds nothing to each series of the counters that operators watch, once somebody listens: a series that is born with its first event
    /// shows no increase, and that first one may be the one to hear of. What is observed is there anyway.
    /// </summary>
    void BeginAtZero() { }
}
