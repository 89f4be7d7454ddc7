using System.Runtime.CompilerServices;

namespace GraphRun.Tensors;

/// <summary>
/// The upper 16 bits of a float32: 8 bits of exponent, 7 of fraction. Stored only; arithmetic widens to float32 and rounds back
/// to nearest even, as TensorFlow's CPU kernels do.
/// </summary>
public readonly struct BFloat16(ushort bits) : IEquatable<BFloat16>
{
    public ushort Bits { get; } = bits;

    public static explicit operator float(BFloat16 value) => BitConverter.UInt32BitsToSingle((uint)value.Bits << 16);

    /// <summary>Rounds to nearest, ties to even; a NaN stays a (quiet) NaN of the same sign.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static explicit operator BFloat16(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        if (float.IsNaN(value))
            return new BFloat16((ushort)((bits >> 16) | 0x40));
        return new BFloat16((ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16));
    }

    public static bool operator ==(BFloat16 left, BFloat16 right) => left.Equals(right);

    public static bool operator !=(BFloat16 left, BFloat16 right) => !left.Equals(right);

    /// <summary>Equality of numbers: +0 equals -0; unlike <c>==</c> on floats a NaN equals a NaN, as the framework's types have it.</summary>
    public bool Equals(BFloat16 other) => ((float)this).Equals((float)other);

    public override bool Equals(object? obj) => obj is BFloat16 other && Equals(other);

    public override int GetHashCode() => ((float)this).GetHashCode();

    public override string ToString() => ((float)this).ToString();
}
