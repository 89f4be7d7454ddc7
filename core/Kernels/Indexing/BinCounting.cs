using System.Numerics;
using GraphRun.Errors;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>How often each number occurs: Bincount and DenseBincount (<c>core/kernels/bincount_op.cc</c>).</summary>
public static class BinCounting
{
    /// <summary>
    /// Along each row of <paramref name="input"/> (all of it when the output is a vector), element v of the output counts the
    /// input's elements of value v, or adds their weights, or with <paramref name="isBinary"/> is 1 where there is one. Values
    /// beyond the output are passed over. No weights are weights of 1.
    /// </summary>
    /// <exception cref="GraphRunException"><c>Input arr must be non-negative!</c></exception>
    public static void Run(Tensor input, Tensor weights, bool isBinary, Tensor output)
    {
        ArithmeticTypes.RunReal(output.DType, new Kernel(input, weights, isBinary, output));
    }

    private readonly struct Kernel(Tensor input, Tensor weights, bool isBinary, Tensor output) : IArithmeticKernel
    {
        public void Run<T, TArithmetic>()
            where TArithmetic : struct, IArithmetic<T>
        {
            var counts = output.Writable<T>();
            counts.Fill(TArithmetic.Zero);
            var size = (int)output.Shape[-1];
            var rows = output.Rank == 2 ? (int)output.Shape[0] : 1;
            var length = rows == 0 ? 0 : (int)(input.ElementCount / rows);
            for (var row = 0; row < rows; row++)
            {
                var own = counts.Slice(row * size, size);
                var first = row * length;
                if (input.DType == DType.Int32)
                    Count<T, TArithmetic, int>(input.Values<int>().Slice(first, length), first, own);
                else
                    Count<T, TArithmetic, long>(input.Values<long>().Slice(first, length), first, own);
            }
        }

        private void Count<T, TArithmetic, TIndex>(ReadOnlySpan<TIndex> numbers, int first, Span<T> counts)
            where TArithmetic : struct, IArithmetic<T>
            where TIndex : unmanaged, IBinaryInteger<TIndex>
        {
            var added = weights.ElementCount > 0 ? weights.Values<T>().Slice(first, numbers.Length) : default;
            for (var i = 0; i < numbers.Length; i++)
            {
                var number = long.CreateTruncating(numbers[i]);
                if (number < 0)
                    throw new GraphRunException(ErrorCode.InvalidArgument, "Input arr must be non-negative!");
                if (number < counts.Length)
                    counts[(int)number] = isBinary ? TArithmetic.One : TArithmetic.Add(counts[(int)number], added.IsEmpty ? TArithmetic.One : added[i]);
            }
        }
    }
}
