using System.Diagnostics.CodeAnalysis;

namespace Enterprise.Domain.Common;

/// <summary>What an operation gives: a value, or the <see cref="Common.Failure"/> that says why not.</summary>
public readonly struct Result<T>
{
    private readonly T? value;

    private Result(T? value, Failure? failure)
    {
        this.value = value;
        Failure = failure;
    }

    /// <summary>Why there is no value; <c>null</c> on success.</summary>
    public Failure? Failure { get; }

    /// <summary>Gives the value, or the failure where there is none.</summary>
    public bool TryGet([MaybeNullWhen(false)] out T result, [NotNullWhen(false)] out Failure? failure)
    {
        result = value;
        failure = Failure;
        return failure is null;
    }

    /// <summary>Turns either outcome into one type.</summary>
    public TOut Match<TOut>(Func<T, TOut> onValue, Func<Failure, TOut> onFailure) =>
        Failure is null ? onValue(value!) : onFailure(Failure);

    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(Failure failure) => new(default, failure);
}
