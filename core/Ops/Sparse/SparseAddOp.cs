using GraphRun.Execution;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Sparse;

/// <summary>Sums of two sparse tensors.</summary>
public static class SparseAddOp
{
    [Op("sparse_add")]
    public static OpDef SparseAdd { get; } = new()
    {
        Name = "SparseAdd",
        Summary = "The sum of two sparse tensors of one shape, both in row-major order; an entry whose magnitude is below thresh is left "
            + "out.",
        Inputs =
        [
            "a_indices: int64", "a_values: T", "a_shape: int64", "b_indices: int64", "b_values: T", "b_shape: int64", "thresh: Treal",
        ],
        Outputs = ["sum_indices: int64", "sum_values: T", "sum_shape: int64"],
        Attrs = ["T: realnumbertype", "Treal: realnumbertype"],
        Example = "SparseAdd([[0, 0]], [2.0], [2, 2], [[0, 0], [1, 1]], [1.0, 3.0], [2, 2], 0.0)",
        Shape = context =>
        {
            var rank = Graphs.ShapeContext.Merge(SparseEntries.Infer(context).Rank, SparseEntries.Infer(context, 3).Rank);
            context.WithRank(6, 0);
            SparseEntries.Give(context, Shape.Unknown, rank);
        },
        Kernel = _ => Run,
    };

    private static void Run(Step step)
    {
        var (a, b) = (SparseEntries.Of(step), SparseEntries.Of(step, 3));
        if (a.Rank != b.Rank)
            throw IntegerTensors.Invalid($"Ranks of input tensors must match, but saw ranks: {a.Rank} and {b.Rank}");
        for (var axis = 0; axis < a.Rank; axis++)
        {
            if (a.Dims[axis] != b.Dims[axis])
                throw IntegerTensors.Invalid($"Input shapes must match: got {a.Dims[axis]} and {b.Dims[axis]} for dimension {axis}");
        }

        var pairs = Merge(a, b);
        var threshold = Tensor.Allocate(DType.Float64, Shape.Scalar);
        Kernels.Elementwise.Cast(step.Input(6), threshold);
        ArithmeticTypes.RunReal(a.Values.DType, new Sum(a, b, pairs, threshold.Value<double>(), step));
        step.Allocate(2, Shape.Of(a.Rank)).Write(a.Dims);
    }

    // The entries of both in order; -1 stands where only the other has one.
    private static List<(int A, int B)> Merge(SparseEntries a, SparseEntries b)
    {
        var (pairs, i, j) = (new List<(int A, int B)>(), 0, 0);
        while (i < a.Count || j < b.Count)
        {
            var order = i == a.Count ? 1 : j == b.Count ? -1 : SparseEntries.Compare(a.Place(i), b.Place(j));
            pairs.Add((order <= 0 ? i++ : -1, order >= 0 ? j++ : -1));
        }

        return pairs;
    }

    private readonly struct Sum(SparseEntries a, SparseEntries b, List<(int A, int B)> pairs, double threshold, Step step)
        : IArithmeticKernel
    {
        public void Run<T, TArithmetic>()
            where TArithmetic : struct, IArithmetic<T>
        {
            var (values, places) = (new List<T>(), new List<long>());
            foreach (var (i, j) in pairs)
            {
                var sum = j < 0 ? a.Values.Values<T>()[i] : b.Values.Values<T>()[j];
                if (i >= 0 && j >= 0)
                    sum = TArithmetic.Add(a.Values.Values<T>()[i], sum);
                if (!(threshold <= Math.Abs(TArithmetic.ToDouble(sum))))
                    continue;
                values.Add(sum);
                places.AddRange(i >= 0 ? a.Place(i) : b.Place(j));
            }

            step.Allocate(0, Shape.Of(values.Count, a.Rank)).Write([.. places]);
            values.CopyTo(step.Allocate(1, Shape.Of(values.Count)).Writable<T>());
        }
    }
}
