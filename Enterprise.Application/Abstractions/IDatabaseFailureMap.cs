using Enterprise.Domain.Common;

namespace Enterprise.Application.Abstractions;

/// <summary>Tells broken machines from bugs.</summary>
public interface IDatabaseFailureMap
{
    /// <summary>What a client is told of an exception of the database; <c>null</c> where it is none, or a bug.</summary>
    Failure? Translate(Exception exception);

    /// <summary>What an operator is told of it: nothing that a client sent.</summary>
    string Reason(Exception exception);
}
