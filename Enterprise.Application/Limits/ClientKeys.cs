using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;

namespace Enterprise.Application.Limits;

/// <summary>
/// Names clients by numbers that only this process can compute: nobody outside can aim at the bucket of somebody else. No text is
/// made of an address or an id, so that naming costs no memory.
/// </summary>
public sealed class ClientKeys
{
    private const byte User = 1;
    private const byte Network = 2;
    private const int AddressBytes = 16;

    private readonly SipHash hash;

    public ClientKeys()
    {
        Span<byte> secret = stackalloc byte[16];
        RandomNumberGenerator.Fill(secret);
        hash = new SipHash(
            BinaryPrimitives.ReadUInt64LittleEndian(secret),
            BinaryPrimitives.ReadUInt64LittleEndian(secret[8..])
        );
    }

    /// <summary>A person, wherever they call from.</summary>
    public ulong OfUser(Guid id)
    {
        Span<byte> named = stackalloc byte[1 + AddressBytes];
        named[0] = User;
        _ = id.TryWriteBytes(named[1..]);
        return hash.Compute(named);
    }

    /// <summary>The network of an address, by the rule of <see cref="RequestOrigin.Network"/>.</summary>
    public ulong OfNetwork(IPAddress? address)
    {
        Span<byte> named = stackalloc byte[1 + AddressBytes];
        named[0] = Network;
        return hash.Compute(named[..(1 + RequestOrigin.WriteNetwork(address, named[1..]))]);
    }
}
