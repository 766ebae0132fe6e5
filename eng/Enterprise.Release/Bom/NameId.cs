using System.Security.Cryptography;
using System.Text;

namespace Enterprise.Release.Bom;

/// <summary>UUIDs made from a name: RFC 9562, section 5.5 (version 5), in its namespace of URLs.</summary>
internal static class NameId
{
    private static readonly Guid Urls = new("6ba7b811-9dad-11d1-80b4-00c04fd430c8");

#pragma warning disable CA5350 // The RFC says SHA-1; it keeps names apart here, and nothing secret.
    public static Guid Make(string name)
    {
        var hash = SHA1.HashData([.. Urls.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(name)]);
        hash[6] = (byte)((hash[6] & 0x0f) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3f) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true);
    }
#pragma warning restore CA5350
}
