namespace Enterprise.Api.Limits;

/// <summary>For what watches this program: no limit counts, holds back or refuses it, and it is answered from memory.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class UnlimitedAttribute : Attribute;

/// <summary>
/// The action has places, a time and a size of its own, which fit what it does: it takes no place of those that all routes share, its
/// body is not waited for, and its time is not limited. It counts as a request all the same.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OwnLimitsAttribute : Attribute;

/// <summary>The action hashes a password, of which only so many requests are let in at a time.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class HashesPasswordAttribute : Attribute;

/// <summary>The action may take longer than others.</summary>
/// <param name="seconds">From when its body is there.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TimeLimitAttribute(int seconds) : Attribute
{
    public TimeSpan Time { get; } = TimeSpan.FromSeconds(seconds);
}

/// <summary>Reads the marks of the route that a request takes.</summary>
internal static class Marks
{
    public static bool Has<TMark>(this HttpContext context)
        where TMark : Attribute => context.GetEndpoint()?.Metadata.GetMetadata<TMark>() is not null;

    /// <summary>Whether the limits that all routes share are for this request.</summary>
    public static bool IsBounded(this HttpContext context) =>
        !context.Has<UnlimitedAttribute>() && !context.Has<OwnLimitsAttribute>();
}
