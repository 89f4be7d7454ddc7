using GraphRun.Errors;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>Where things stand: Where, InvertPermutation, LowerBound and UpperBound.</summary>
public static class Locating
{
    /// <summary>The indices of the elements that are true or not zero, one row each, in row-major order: int64 [n, rank].</summary>
    public static Tensor NonZero(Tensor input)
    {
        var places = new List<int>();
        if (input.DType == DType.Bool)
            ArithmeticTypes.RunReal(DType.UInt8, new FindKernel(input, places));
        else
            ArithmeticTypes.Run(input.DType, new FindKernel(input, places));
        var output = Tensor.Allocate(DType.Int64, Shape.Of(places.Count, input.Rank));
        var indices = output.Writable<long>();
        var dims = input.Shape.Dims;
        for (var row = 0; row < places.Count; row++)
        {
            long place = places[row];
            for (var axis = dims.Length - 1; axis >= 0; axis--)
            {
                indices[(row * dims.Length) + axis] = place % dims[axis];
                place /= dims[axis];
            }
        }

        return output;
    }

    /// <summary>The permutation that undoes another: <c>y[x[i]] = i</c>. Both are int32 or both int64.</summary>
    /// <exception cref="GraphRunException"><c>3 is not between 0 and 3</c>, <c>0 is duplicated in the input.</c></exception>
    public static long[] Invert(ReadOnlySpan<long> permutation)
    {
        var inverse = new long[permutation.Length];
        Array.Fill(inverse, -1);
        for (var i = 0; i < inverse.Length; i++)
        {
            var place = permutation[i];
            if (place < 0 || place >= inverse.Length)
                throw new GraphRunException(ErrorCode.InvalidArgument, $"{place} is not between 0 and {inverse.Length}");
            if (inverse[place] != -1)
                throw new GraphRunException(ErrorCode.InvalidArgument, $"{place} is duplicated in the input.");
            inverse[place] = i;
        }

        return inverse;
    }

    /// <summary>
    /// In each row, for every value how many of the sorted inputs are below it, or with <paramref name="isUpper"/> not above it.
    /// The output is int32 or int64.
    /// </summary>
    public static void Bound(Tensor sorted, Tensor values, bool isUpper, Tensor output) =>
        ArithmeticTypes.RunReal(sorted.DType, new BoundKernel(sorted, values, isUpper, output));

    private readonly struct FindKernel(Tensor input, List<int> places) : IArithmeticKernel
    {
        public void Run<T, TArithmetic>()
            where TArithmetic : struct, IArithmetic<T>
        {
            var values = input.Values<T>();
            for (var i = 0; i < values.Length; i++)
            {
                if (!TArithmetic.AreEqual(values[i], TArithmetic.Zero))
                    places.Add(i);
            }
        }
    }

    private readonly struct BoundKernel(Tensor sorted, Tensor values, bool isUpper, Tensor output) : IArithmeticKernel
    {
        public void Run<T, TArithmetic>()
            where TArithmetic : struct, IArithmetic<T>
        {
            var (length, count) = ((int)sorted.Shape[1], (int)values.Shape[1]);
            for (var i = 0; i < values.ElementCount; i++)
            {
                var row = sorted.Values<T>().Slice(i / count * length, length);
                Store(i, Search<T, TArithmetic>(row, values.Values<T>()[i]));
            }
        }

        private int Search<T, TArithmetic>(ReadOnlySpan<T> row, T value)
            where TArithmetic : struct, IArithmetic<T>
        {
            var (low, high) = (0, row.Length);
            while (low < high)
            {
                var middle = (low + high) / 2;
                var isBelow = isUpper ? !TArithmetic.IsLess(value, row[middle]) : TArithmetic.IsLess(row[middle], value);
                (low, high) = isBelow ? (middle + 1, high) : (low, middle);
            }

            return low;
        }

        private void Store(int position, int bound)
        {
            if (output.DType == DType.Int64)
                output.Writable<long>()[position] = bound;
            else
                output.Writable<int>()[position] = bound;
        }
    }
}
