using System.Buffers.Binary;

namespace Enterprise.Tests.Support.Proxies;

/// <summary>
/// The first message of a TLS client (RFC 5246 section 7.4.1.2) written by hand, because the libraries of a system that refuses old versions
/// do not send them either.
/// </summary>
internal static class ClientHello
{
    // ECDHE with ECDSA or RSA: AES-128-GCM with SHA-256 for TLS 1.2, AES-128-CBC with SHA-1 for what was before it.
    private static readonly byte[] Suites = [0xC0, 0x2B, 0xC0, 0x2F, 0xC0, 0x09, 0xC0, 0x13, 0x00, 0x2F];

    private static readonly byte[] Extensions =
    [
        .. Extension(10, [0, 4, 0, 23, 0, 29]), // groups: P-256, X25519
        .. Extension(11, [1, 0]), // points: uncompressed
        .. Extension(13, [0, 6, 4, 3, 4, 1, 2, 3]), // signatures: ECDSA and RSA with SHA-256, ECDSA with SHA-1
        .. Extension(0, [0, 12, 0, 0, 9, .. "localhost"u8]),
    ];

    /// <summary>One that asks for nothing newer than a version.</summary>
    /// <param name="minor">2: TLS 1.1; 3: TLS 1.2.</param>
    public static byte[] Of(byte minor)
    {
        byte[] body =
        [
            3,
            minor,
            .. new byte[32],
            0,
            .. Long(Suites.Length),
            .. Suites,
            1,
            0,
            .. Long(Extensions.Length),
            .. Extensions,
        ];
        byte[] handshake = [1, 0, .. Long(body.Length), .. body];
        return [22, 3, 1, .. Long(handshake.Length), .. handshake];
    }

    private static byte[] Extension(int type, byte[] data) => [.. Long(type), .. Long(data.Length), .. data];

    private static byte[] Long(int value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)value);
        return bytes;
    }
}
