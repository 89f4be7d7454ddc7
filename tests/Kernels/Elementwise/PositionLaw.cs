using System.Numerics;
using GraphRun.Kernels;
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

    public static void Unary<TOperator>()
        where TOperator : struct, IUnaryOperator
    {
        HoldsFor<float>(Sample.Singles, (x, _, z) => Elementwise.Unary<TOperator>(x, z));
        HoldsFor<double>(Sample.Doubles, (x, _, z) => Elementwise.Unary<TOperator>(x, z));
        HoldsFor<Half>(Sample.Halves, (x, _, z) => Elementwise.Unary<TOperator>(x, z));
        HoldsFor<int>(Sample.Integers, (x, _, z) => Elementwise.Unary<TOperator>(x, z));
        HoldsFor<byte>(Sample.Bytes, (x, _, z) => Elementwise.Unary<TOperator>(x, z));
    }

    public static void UnaryFloating<TOperator>()
        where TOperator : struct, IUnaryFloatingOperator
    {
        HoldsFor<float>(Sample.Singles, (x, _, z) => Elementwise.UnaryFloating<TOperator>(x, z));
        HoldsFor<double>(Sample.Doubles, (x, _, z) => Elementwise.UnaryFloating<TOperator>(x, z));
        HoldsFor<Half>(Sample.Halves, (x, _, z) => Elementwise.UnaryFloating<TOperator>(x, z));
    }

    public static void Binary<TOperator>()
        where TOperator : struct, IBinaryOperator
    {
        HoldsFor<float>(Sample.Singles, Elementwise.Binary<TOperator>);
        HoldsFor<double>(Sample.Doubles, Elementwise.Binary<TOperator>);
        HoldsFor<Half>(Sample.Halves, Elementwise.Binary<TOperator>);
        HoldsFor<int>(Sample.Integers, Elementwise.Binary<TOperator>);
        HoldsFor<byte>(Sample.Bytes, Elementwise.Binary<TOperator>);
    }

    public static void BinaryFloating<TOperator>()
        where TOperator : struct, IBinaryFloatingOperator
    {
        HoldsFor<float>(Sample.Singles, Elementwise.BinaryFloating<TOperator>);
        HoldsFor<double>(Sample.Doubles, Elementwise.BinaryFloating<TOperator>);
        HoldsFor<Half>(Sample.Halves, Elementwise.BinaryFloating<TOperator>);
    }

    public static void Compare<TOperator>()
        where TOperator : struct, IComparisonOperator
    {
        HoldsFor<float>(Sample.Singles, Elementwise.Compare<TOperator>, DType.Bool);
        HoldsFor<double>(Sample.Doubles, Elementwise.Compare<TOperator>, DType.Bool);
        HoldsFor<Half>(Sample.Halves, Elementwise.Compare<TOperator>, DType.Bool);
        HoldsFor<int>(Sample.Integers, Elementwise.Compare<TOperator>, DType.Bool);
        HoldsFor<byte>(Sample.Bytes, Elementwise.Compare<TOperator>, DType.Bool);
    }

    private static void HoldsFor<T>(T[] values, Action<Tensor, Tensor, Tensor> kernel, DType output = DType.None)
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
