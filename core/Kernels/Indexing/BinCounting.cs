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
        for (var i = 0; i < input.ElementCount; i++)
        {
            if (input.Integer(i) < 0)
                throw new GraphRunException(ErrorCode.InvalidArgument, "Input arr must be non-negative!");
        }

        ArithmeticTypes.RunReal(output.DType, new Kernel(input, weights, isBinary, output));
    }

    private readonly struct Kernel(Tensor input, Tensor weights, bool isBinary, Tensor output) : IArithmeticKernel
    {
        public void Run<T, TArithmetic>()
            where TArithmetic : struct, IArithmetic<T>
        {
            var counts = output.Writable<T>();
            counts.Fill(TArithmetic.Zero);
            var size = output.Shape[-1];
            var rowLength = output.Rank == 2 ? Math.Max(input.Shape[1], 1) : Math.Max(input.ElementCount, 1);
            for (var i = 0; i < input.ElementCount; i++)
            {
                var value = input.Integer(i);
                if (value >= size)
                    continue;
                ref var count = ref counts[(int)((i / rowLength * size) + value)];
                var weight = weights.ElementCount > 0 ? weights.Values<T>()[i] : TArithmetic.One;
                count = isBinary ? TArithmetic.One : TArithmetic.Add(count, weight);
            }
        }
    }
}
