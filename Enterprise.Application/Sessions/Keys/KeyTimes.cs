using System.Runtime.InteropServices;

namespace Enterprise.Application.Sessions.Keys;

/// <summary>When a key is good: from the first moment on, and before the last one.</summary>
/// <param name="NotBefore">From then on it verifies; it is published before, so that verifiers know it in time.</param>
/// <param name="RetireAfter">From then on it verifies nothing and is no longer published.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct KeyTimes(DateTimeOffset NotBefore, DateTimeOffset RetireAfter)
{
    public static readonly KeyTimes Always = new(DateTimeOffset.MinValue, DateTimeOffset.MaxValue);
}
