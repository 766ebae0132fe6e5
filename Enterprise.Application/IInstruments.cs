namespace Enterprise.Application;

/// <summary>Makes instruments. A host makes all that are registered when it starts, so that what is observed is there before any request.</summary>
public interface IInstruments;
