using System.Numerics;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Kernels;

/// <summary>
/// The law that a kernel's result for an element does not depend on where the element stands: a vector of any length up to twice the
/// widest vector and one gives, at every position, the bits that the element gives alone.
/// </summary>
internal static class PositionLaw
{
    /// <summary>Two vectors of the widest kind and one element; comparisons take a vector of bytes at a time.</summary>
    private static readonly int longest = 2 * Vector<byte>.Count + 1;

    public static void HoldsForFloats(Action<Tensor, Tensor, Tensor> kernel, DType output = DType.None)
    {
        HoldsFor(Sample.Singles, kernel, output);
        HoldsFor(Sample.Doubles, kernel, output);
        HoldsFor(Sample.Halves, kernel, output);
    }

    public static void HoldsForIntegers(Action<Tensor, Tensor, Tensor> kernel, DType output = DType.None)
    {
        HoldsFor(Sample.Integers, kernel, output);
        HoldsFor(Sample.Bytes, kernel, output);
    }

    private static void HoldsFor<T>(T[] values, Action<Tensor, Tensor, Tensor> kernel, DType output)
        where T : unmanaged, INumberBase<T>
    {
        var dtype = output == DType.None ? DTypes.Of<T>() : output;
        for (var offset = 0; offset < values.Length; offset += longest / 2)
        {
            var (x, y) = (Sample.Of<T>(longest, offset, values), Sample.Of<T>(longest, 3 * offset + 1, values));
            var alone = OneByOne<T>(x, y, kernel, dtype);
            for (var length = 0; length <= longest; length++)
            {
                var together = Tensor.Allocate(dtype, Shape.Of(length));
                kernel(Tensor.Vector(x.Values<T>()[..length]), Tensor.Vector(y.Values<T>()[..length]), together);
                AssertEqual(alone, Bits<T>(together), x, y);
            }
        }
    }

    private static ulong[] OneByOne<T>(Tensor x, Tensor y, Action<Tensor, Tensor, Tensor> kernel, DType dtype)
        where T : unmanaged, INumberBase<T>
    {
        var bits = new ulong[longest];
        for (var i = 0; i < longest; i++)
        {
            var one = Tensor.Allocate(dtype, Shape.Scalar);
            kernel(Tensor.Scalar(x.Values<T>()[i]), Tensor.Scalar(y.Values<T>()[i]), one);
            bits[i] = Bits<T>(one)[0];
        }

        return bits;
    }

    private static ulong[] Bits<T>(Tensor tensor)
        where T : unmanaged, INumberBase<T> =>
        tensor.DType == DType.Bool ? Sample.Bits<byte>(tensor) : Sample.Bits<T>(tensor);

    private static void AssertEqual(ulong[] alone, ulong[] together, Tensor x, Tensor y)
    {
        for (var i = 0; i < together.Length; i++)
        {
            Assert.True(
                alone[i] == together[i],
                $"{x.DType}, {i} of {together.Length}, {x.Text(i)} and {y.Text(i)}: {alone[i]:X} alone, {together[i]:X} together");
        }
    }
}
