using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Enterprise.Application.Passwords;

/// <summary>A piece of native memory: aligned, never moved by the collector, and given back to the system at the latest when it is finalised.</summary>
internal sealed unsafe class Argon2Memory : SafeHandle
{
    private readonly nuint mapped;

    public Argon2Memory(nuint size)
        : base(0, ownsHandle: true)
    {
        Capacity = size;
        if (Argon2HugePages.TryMap(size, out nint start, out mapped, out nint aligned))
        {
            SetHandle(start);
            Start = (ulong*)aligned;
        }
        else
        {
            SetHandle((nint)NativeMemory.AlignedAlloc(size, Argon2MemoryPool.Alignment));
            Start = (ulong*)handle;
        }
    }

    public ulong* Start { get; }

    public nuint Capacity { get; }

    /// <summary>How much the present renter asked for, and so how much has to be wiped.</summary>
    public nuint Used { get; set; }

    /// <summary>When it came back, on the pool's clock.</summary>
    public long IdleSince { get; set; }

    public override bool IsInvalid => handle == 0;

    public void Wipe()
    {
        // A span has no more than 2^31-1 elements; this method is, by contract, not optimised away.
        byte* at = (byte*)Start;
        for (nuint left = Used; left > 0; )
        {
            int part = (int)nuint.Min(left, 1 << 30);
            CryptographicOperations.ZeroMemory(new Span<byte>(at, part));
            at += part;
            left -= (nuint)part;
        }
    }

    protected override bool ReleaseHandle()
    {
        if (mapped > 0)
            return Argon2HugePages.Unmap(handle, mapped);

        NativeMemory.AlignedFree((void*)handle);
        return true;
    }
}
