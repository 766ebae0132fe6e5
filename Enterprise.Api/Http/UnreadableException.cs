namespace Enterprise.Api.Http;

/// <summary>
/// Why one of our own readers cannot read something outside the body, in a sentence that a client is shown. It is never thrown: model
/// state passes it on to <see cref="MalformedRequest"/>, and tells it from what the framework's readers say by its type.
/// </summary>
internal sealed class UnreadableException(string message) : Exception(message);
