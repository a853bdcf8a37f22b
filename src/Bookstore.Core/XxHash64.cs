using System.Buffers.Binary;
using System.Numerics;

namespace Bookstore;

/// <summary>XXH64: tells different contents apart, quickly. Not for anything that has to withstand an attacker.</summary>
internal static class XxHash64
{
    private const ulong Prime1 = 0x9E3779B185EBCA87;
    private const ulong Prime2 = 0xC2B2AE3D27D4EB4F;
    private const ulong Prime3 = 0x165667B19E3779F9;
    private const ulong Prime4 = 0x85EBCA77C2B2AE63;
    private const ulong Prime5 = 0x27D4EB2F165667C5;
    private const int StripeLength = 32;

    public static ulong Hash(ReadOnlySpan<byte> data, ulong seed)
    {
        var length = (ulong)data.Length;
        var hash = length + (data.Length >= StripeLength ? HashStripes(ref data, seed) : seed + Prime5);
        return Mix(AddRest(hash, data));
    }

    private static ulong HashStripes(ref ReadOnlySpan<byte> data, ulong seed)
    {
        var (first, second, third, fourth) = (seed + Prime1 + Prime2, seed + Prime2, seed, seed - Prime1);
        while (data.Length >= StripeLength)
        {
            first = Round(first, BinaryPrimitives.ReadUInt64LittleEndian(data));
            second = Round(second, BinaryPrimitives.ReadUInt64LittleEndian(data[8..]));
            third = Round(third, BinaryPrimitives.ReadUInt64LittleEndian(data[16..]));
            fourth = Round(fourth, BinaryPrimitives.ReadUInt64LittleEndian(data[24..]));
            data = data[StripeLength..];
        }

        var hash = BitOperations.RotateLeft(first, 1) + BitOperations.RotateLeft(second, 7) + BitOperations.RotateLeft(third, 12) + BitOperations.RotateLeft(fourth, 18);
        return Merge(Merge(Merge(Merge(hash, first), second), third), fourth);
    }

    private static ulong AddRest(ulong hash, ReadOnlySpan<byte> rest)
    {
        for (; rest.Length >= sizeof(ulong); rest = rest[sizeof(ulong)..])
        {
            hash = (BitOperations.RotateLeft(hash ^ Round(0, BinaryPrimitives.ReadUInt64LittleEndian(rest)), 27) * Prime1) + Prime4;
        }

        if (rest.Length >= sizeof(uint))
        {
            hash = (BitOperations.RotateLeft(hash ^ (BinaryPrimitives.ReadUInt32LittleEndian(rest) * Prime1), 23) * Prime2) + Prime3;
            rest = rest[sizeof(uint)..];
        }

        foreach (var value in rest)
        {
            hash = BitOperations.RotateLeft(hash ^ (value * Prime5), 11) * Prime1;
        }

        return hash;
    }

    private static ulong Round(ulong accumulator, ulong input) => BitOperations.RotateLeft(accumulator + (input * Prime2), 31) * Prime1;

    private static ulong Merge(ulong hash, ulong accumulator) => ((hash ^ Round(0, accumulator)) * Prime1) + Prime4;

    private static ulong Mix(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * Prime2;
        hash = (hash ^ (hash >> 29)) * Prime3;
        return hash ^ (hash >> 32);
    }
}
