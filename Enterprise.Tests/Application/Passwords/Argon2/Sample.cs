using System.Buffers.Binary;
using System.Security.Cryptography;
using Enterprise.Application.Passwords;

namespace Enterprise.Tests.Application.Passwords;

/// <summary>Inputs that look random and are the same in every run, and hashes with a pool of their own.</summary>
internal static class Sample
{
    public static byte[] Bytes(string name, int length)
    {
        byte[] bytes = new byte[length];
        for (int at = 0; at < length; at += SHA256.HashSizeInBytes)
        {
            byte[] part = SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{name} {at}"));
            part.AsSpan(0, Math.Min(part.Length, length - at)).CopyTo(bytes.AsSpan(at));
        }

        return bytes;
    }

    /// <summary>A number from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public static int Number(string name, int least, int most) =>
        least + (int)(BinaryPrimitives.ReadUInt32LittleEndian(Bytes(name, 4)) % (uint)(most - least + 1));

    /// <summary>A hash of random shape and content; small, so that hundreds run in a second.</summary>
    public static Argon2Input Input(int number)
    {
        string name = $"input {number}";
        uint lanes = (uint)Number(name + " lanes", 1, 4);
        Argon2Parameters parameters = new(
            (Argon2Variant)Number(name + " variant", 0, 2),
            (uint)Number(name + " memory", 8 * (int)lanes, 700),
            (uint)Number(name + " passes", 1, 3),
            lanes,
            Number(name + " tag", 4, 140)
        );
        return new Argon2Input(
            parameters,
            Bytes(name + " password", Number(name + " password length", 0, 150)),
            Bytes(name + " salt", Number(name + " salt length", 8, 150)),
            Bytes(name + " secret", Number(name + " secret length", 0, 40)),
            Bytes(name + " data", Number(name + " data length", 0, 40))
        );
    }
}

internal sealed record Argon2Input(
    Argon2Parameters Parameters,
    byte[] Password,
    byte[] Salt,
    byte[] Secret,
    byte[] AssociatedData
)
{
    public string Tag(Argon2 argon2)
    {
        byte[] tag = new byte[Parameters.TagLength];
        argon2.Hash(Parameters, Password, Salt, Secret, AssociatedData, tag);
        return Convert.ToHexStringLower(tag);
    }
}
