using System.Diagnostics;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>
/// Whether rows of a tensor, named by their numbers, are equal element by element: zeros of both signs are, a NaN equals nothing.
/// </summary>
internal static class RowEquality
{
    /// <summary>Compares rows of <paramref name="rowLength"/> elements.</summary>
    public static IEqualityComparer<int> Of(Tensor tensor, int rowLength)
    {
        switch (tensor.DType)
        {
            case DType.String: return new TextRows(tensor, rowLength);
            case DType.Bool: return new NumberRows<byte, NumberArithmetic<byte>>(tensor, rowLength);
        }

        var maker = new Maker(tensor, rowLength);
        ArithmeticTypes.Run(tensor.DType, maker);
        return maker.Result[0] ?? throw new UnreachableException();
    }

    private readonly struct Maker(Tensor tensor, int rowLength) : IArithmeticKernel
    {
        public IEqualityComparer<int>?[] Result { get; } = new IEqualityComparer<int>?[1];

        public void Run<T, TArithmetic>()
            where TArithmetic : struct, IArithmetic<T> => Result[0] = new NumberRows<T, TArithmetic>(tensor, rowLength);
    }

    private sealed class NumberRows<T, TArithmetic>(Tensor tensor, int rowLength) : IEqualityComparer<int>
        where TArithmetic : struct, IArithmetic<T>
    {
        public bool Equals(int x, int y)
        {
            var left = tensor.Values<T>().Slice(x * rowLength, rowLength);
            var right = tensor.Values<T>().Slice(y * rowLength, rowLength);
            for (var i = 0; i < left.Length; i++)
            {
                if (!TArithmetic.AreEqual(left[i], right[i]))
                    return false;
            }

            return true;
        }

        public int GetHashCode(int row)
        {
            var hash = default(HashCode);
            foreach (var value in tensor.Values<T>().Slice(row * rowLength, rowLength))
                hash.Add(TArithmetic.AreEqual(value, TArithmetic.Zero) ? TArithmetic.Zero : value);
            return hash.ToHashCode();
        }
    }

    private sealed class TextRows(Tensor tensor, int rowLength) : IEqualityComparer<int>
    {
        public bool Equals(int x, int y)
        {
            for (var i = 0; i < rowLength; i++)
            {
                if (!tensor.Values<byte[]>()[(x * rowLength) + i].AsSpan().SequenceEqual(tensor.Values<byte[]>()[(y * rowLength) + i]))
                    return false;
            }

            return true;
        }

        public int GetHashCode(int row)
        {
            var hash = default(HashCode);
            foreach (var text in tensor.Values<byte[]>().Slice(row * rowLength, rowLength))
                hash.AddBytes(text);
            return hash.ToHashCode();
        }
    }
}
