namespace Enterprise.Application;

/// <summary>A thing with the tag of the state that it was read in (RFC 9110 section 8.8.3).</summary>
/// <param name="Tag">Opaque; another one after every change of what is stored. Without the quotes that it has on the wire.</param>
public sealed record Tagged<T>(T Value, string Tag);
