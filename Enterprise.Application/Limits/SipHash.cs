using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Enterprise.Application.Limits;

/// <summary>
/// SipHash-2-4 (Aumasson and Bernstein, 2012): a short keyed hash, made for tables whose keys strangers choose. Who does not know the key
/// cannot find two inputs that meet in one place.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct SipHash(ulong k0, ulong k1)
{
    public ulong Compute(ReadOnlySpan<byte> data)
    {
        var state = new State(k0, k1);
        var last = (ulong)data.Length << 56;
        for (; data.Length >= 8; data = data[8..])
            state.Add(BinaryPrimitives.ReadUInt64LittleEndian(data));
        for (var i = 0; i < data.Length; i++)
            last |= (ulong)data[i] << (8 * i);
        state.Add(last);
        return state.Finish();
    }

    [StructLayout(LayoutKind.Auto)]
    private struct State(ulong k0, ulong k1)
    {
        private ulong v0 = k0 ^ 0x736f6d6570736575;
        private ulong v1 = k1 ^ 0x646f72616e646f6d;
        private ulong v2 = k0 ^ 0x6c7967656e657261;
        private ulong v3 = k1 ^ 0x7465646279746573;

        public void Add(ulong word)
        {
            v3 ^= word;
            Round();
            Round();
            v0 ^= word;
        }

        public ulong Finish()
        {
            v2 ^= 0xff;
            for (var i = 0; i < 4; i++)
                Round();
            return v0 ^ v1 ^ v2 ^ v3;
        }

        private void Round()
        {
            v0 += v1;
            v2 += v3;
            v1 = BitOperations.RotateLeft(v1, 13) ^ v0;
            v3 = BitOperations.RotateLeft(v3, 16) ^ v2;
            v0 = BitOperations.RotateLeft(v0, 32);
            v2 += v1;
            v0 += v3;
            v1 = BitOperations.RotateLeft(v1, 17) ^ v2;
            v3 = BitOperations.RotateLeft(v3, 21) ^ v0;
            v2 = BitOperations.RotateLeft(v2, 32);
        }
    }
}
