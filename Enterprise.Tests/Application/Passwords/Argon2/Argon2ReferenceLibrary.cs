using System.Runtime.InteropServices;

namespace Enterprise.Tests.Application.Passwords;

/// <summary>The reference implementation, where the system has it (Debian: libargon2-1).</summary>
internal static unsafe class Argon2ReferenceLibrary
{
    public const string Name = "libargon2.so.1";

    private static readonly nint Context = Load();

    public static bool IsInstalled => Context != 0;

    public static string Tag(Argon2Input input)
    {
        byte[] tag = new byte[input.Parameters.TagLength];
        fixed (
            byte* o = tag,
                p = input.Password,
                s = input.Salt,
                k = input.Secret,
                x = input.AssociatedData
        )
        {
            ReferenceContext context = new()
            {
                Output = o,
                OutputLength = (uint)tag.Length,
                Password = p,
                PasswordLength = (uint)input.Password.Length,
                Salt = s,
                SaltLength = (uint)input.Salt.Length,
                Secret = k,
                SecretLength = (uint)input.Secret.Length,
                Data = x,
                DataLength = (uint)input.AssociatedData.Length,
                Passes = input.Parameters.Passes,
                Memory = input.Parameters.MemoryKiB,
                Lanes = input.Parameters.Parallelism,
                Threads = 1,
                Version = 0x13,
            };
            int error = ((delegate* unmanaged<ReferenceContext*, int, int>)Context)(
                &context,
                (int)input.Parameters.Variant
            );
            Assert.That(error, Is.Zero);
        }

        return Convert.ToHexStringLower(tag);
    }

    private static nint Load() =>
        NativeLibrary.TryLoad(Name, out nint library) ? NativeLibrary.GetExport(library, "argon2_ctx") : 0;

    /// <summary>argon2_context of argon2.h.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct ReferenceContext
    {
        public byte* Output;
        public uint OutputLength;
        public byte* Password;
        public uint PasswordLength;
        public byte* Salt;
        public uint SaltLength;
        public byte* Secret;
        public uint SecretLength;
        public byte* Data;
        public uint DataLength;
        public uint Passes;
        public uint Memory;
        public uint Lanes;
        public uint Threads;
        public uint Version;
        public nint Allocate;
        public nint Free;
        public uint Flags;
    }
}
